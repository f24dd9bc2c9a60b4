"""The colours in which files for readers show what has become of a finding or a measure."""

# Ground and ink: readable in print and by the colour-blind, as each cell says its status in words too.
COLOURS = {
    "answered": ("#DDEFE0", "#1B5E20"), "done": ("#DDEFE0", "#1B5E20"),
    "partly_answered": ("#FFF1CC", "#7A4F00"), "ongoing": ("#FFF1CC", "#7A4F00"),
    "explained_only": ("#EBE7F6", "#46357A"),
    "unanswered": ("#F9D7D3", "#8C1D18"), "postponed": ("#FBE3D0", "#8A3B00"),
    "not_due": ("#E3E9F1", "#33475B"), "rejected": ("#E6E6E6", "#444444"),
    "planned": ("#DCE8F6", "#1A4A7A"), "dropped": ("#E6E6E6", "#444444"),
}  # fmt: skip

VERDICT_COLOURS = {
    "match": "answered", "within_rounding": "partly_answered", "mismatch": "unanswered", "not_reproducible": "not_due",
}  # fmt: skip
