-- The latest word of a person on each link, as a state of the link.
CREATE VIEW latest_verdicts AS
SELECT link_id, CASE verdict WHEN 'confirmed' THEN 'confirmed' ELSE 'rejected' END AS verdict, reviewer, at, comment
FROM reviews AS r
WHERE link_id IS NOT NULL AND id = (SELECT max(id) FROM reviews AS o WHERE o.link_id = r.link_id);
