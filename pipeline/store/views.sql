-- Views over records and links. A rejected link counts nowhere. Who adds a view here need not migrate: they are made anew.

-- The papers with their text, and the name and path of their file.
CREATE VIEW filed_papers AS
SELECT p.*, substr(d.text, p.char_start + 1, p.char_end - p.char_start) AS text, d.filename, d.path FROM papers AS p CROSS JOIN documents AS d ON d.id = p.document_id;

-- The latest word of a person on each link, as a state of the link, and on each record by itself.
CREATE VIEW led_reviews AS
SELECT r.id, coalesce(c.link_id, r.link_id) AS link_id, coalesce(c.record_id, r.record_id) AS record_id, r.verdict,
    r.reviewer, r.at, r.comment, c.suspect_reason, c.suspect_reason_en
FROM reviews AS r LEFT JOIN current_reviews AS c ON c.review_id = r.id
WHERE NOT EXISTS (SELECT 1 FROM withdrawn_reviews AS w WHERE w.review_id = r.id);

CREATE VIEW latest_verdicts AS
SELECT link_id, CASE verdict WHEN 'confirmed' THEN 'confirmed' ELSE 'rejected' END AS verdict, reviewer, at, comment,
    id AS review_id, suspect_reason, suspect_reason_en
FROM led_reviews WHERE link_id IS NOT NULL GROUP BY link_id HAVING id = max(id);

CREATE VIEW record_verdicts AS
SELECT record_id, verdict, reviewer, at, comment, id AS review_id, suspect_reason, suspect_reason_en
FROM led_reviews WHERE record_id IS NOT NULL GROUP BY record_id HAVING id = max(id);

-- What a person rejected by itself (a finding, answer, measure ...) counts nowhere; its links are rejected with it.
CREATE VIEW rejected_records AS SELECT record_id FROM record_states WHERE verdict = 'rejected';

-- The figures that count: not rejected, and those of a copied paper once.
CREATE VIEW counted_claims AS
SELECT * FROM claims
WHERE id NOT IN (SELECT record_id FROM rejected_records) AND paper_id NOT IN (SELECT paper_id FROM paper_copies);

CREATE VIEW live_links AS SELECT * FROM links WHERE state <> 'rejected';

CREATE VIEW live_decided AS
SELECT * FROM decided AS e WHERE EXISTS (SELECT 1 FROM live_links AS v WHERE v.id = e.link_id);

-- The answers, measures and verdicts that count for each finding (tables that `chains.py` fills), as the links now say.
CREATE VIEW counted_answers AS
SELECT a.finding_id, a.response_id, a.via, l.id AS link_id, l.confidence, l.method, l.reason, l.reason_en, l.state, l.suspect,
    r.stance, CASE WHEN r.standing IN ('proposed', 'minority') AND EXISTS (
        SELECT 1 FROM adopted_answers AS p CROSS JOIN live_links AS v ON v.id = p.link_id WHERE p.response_id = r.id)
        THEN 'adopted' ELSE r.standing END AS standing,
    coalesce(r.date, d.date) AS date, r.document_id, r.paper_id
FROM finding_answers AS a
CROSS JOIN links AS l ON l.id = a.link_id AND l.state <> 'rejected'
CROSS JOIN responses AS r ON r.id = a.response_id
CROSS JOIN papers AS d ON d.id = r.paper_id;

CREATE VIEW counted_measures AS
SELECT x.finding_id, x.measure_id, x.via, l.id AS link_id, l.confidence, l.state, l.suspect, m.document_id,
    CASE WHEN q.kind IS NULL THEN coalesce(n.status, m.status) ELSE 'done' END AS status,
    coalesce(q.quote, n.status_text, m.status_text) AS status_text,
    coalesce(n.due_from, m.due_from) AS due_from, coalesce(n.due_to, m.due_to) AS due_to,
    n.document_id AS latest_document_id
FROM finding_measures AS x
CROSS JOIN links AS l ON l.id = x.link_id AND l.state <> 'rejected'
CROSS JOIN measures AS m ON m.id = x.measure_id
LEFT JOIN latest_measures AS t ON t.measure_id = x.measure_id
LEFT JOIN measures AS n ON n.id = t.latest_id
LEFT JOIN measure_doubts AS q ON q.measure_id = x.measure_id AND q.kind = 'counted_done';

-- Of a criticism the recommendation of its paper that is to mend it, where that has an answer.
CREATE VIEW answered_recommendations AS
SELECT l.source_id AS finding_id, l.id AS link_id, l.target_id AS recommendation_id, l.confidence,
    r.quote, r.page_from, d.filename, d.path
FROM live_links AS l
CROSS JOIN findings AS r ON r.id = l.target_id
CROSS JOIN documents AS d ON d.id = r.document_id
LEFT JOIN finding_heads AS h ON h.finding_id = l.target_id
WHERE l.kind = 'recommended_in' AND EXISTS (
    SELECT 1 FROM counted_answers AS a WHERE a.finding_id IN (l.target_id, h.head_id) AND a.standing <> 'minority');

-- Whom a finding is to, as a person tells it: where the database holds several organisations, with the name of its own.
CREATE VIEW finding_bodies AS
SELECT f.id AS finding_id, coalesce(n.shown, p.organisation) AS organisation,
    f.addressee || CASE WHEN n.shown IS NULL THEN '' ELSE ' (' || n.shown || ')' END AS body
FROM findings AS f CROSS JOIN papers AS p ON p.id = f.paper_id
LEFT JOIN organisation_names AS n ON n.name = p.organisation;

-- The coverage of a finding by itself, its parts aside.
CREATE VIEW coverage_alone AS
SELECT f.id AS finding_id, f.document_id, f.kind, f.addressee, f.year, f.parent_id,
    (SELECT count(*) FROM counted_answers AS a WHERE a.finding_id = f.id AND a.standing <> 'minority') AS answer_count,
    (SELECT count(*) FROM counted_answers AS a
        WHERE a.finding_id = f.id AND a.standing = 'adopted' AND a.stance <> 'no_position') AS position_count,
    (SELECT count(*) FROM counted_measures AS x WHERE x.finding_id = f.id) AS measure_count,
    (SELECT max(q.due_to) FROM answers_asked AS q WHERE q.finding_id = f.id
        AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = q.assignment_id)) AS answer_due,
    (SELECT outcome FROM finding_verdicts AS v JOIN assessments AS s ON s.id = v.assessment_id
        WHERE v.finding_id = f.id) AS verdict,
    (SELECT s.year FROM finding_verdicts AS v JOIN assessments AS s ON s.id = v.assessment_id
        WHERE v.finding_id = f.id) AS verdict_year
FROM findings AS f;

-- What the finding's own chain says. `status`: an adopted answer that takes a position answers it; one that takes none, a mere
-- proposal, a measure without words, or answers to some of its parts answer it partly; a minority's words do not count.
-- `depth`: the deepest stage of its chain; `has_...` which of the stages are there: what the auditors found to be done may
-- have no answer or decision in the database.
CREATE VIEW coverage_own AS
SELECT finding_id, document_id, kind, addressee, year,
    CASE
        WHEN position_count > 0 OR parts > 0 AND parts_answered = parts THEN 'answered'
        WHEN answer_count > 0 OR measure_count > 0 OR parts_touched > 0 THEN 'partly_answered'
        WHEN answer_due >= date('now', 'localtime') THEN 'not_due'
        ELSE 'unanswered'
    END AS status,
    CASE WHEN has_evidence THEN 'evidenced' WHEN has_action THEN 'acted_on' WHEN has_decision THEN 'decided'
        WHEN answer_count > 0 THEN 'answered' ELSE 'none' END AS depth,
    has_decision, has_action, has_evidence,
    (SELECT a.stance FROM counted_answers AS a WHERE a.finding_id = c.finding_id AND a.standing <> 'minority'
        ORDER BY a.standing <> 'adopted', CASE a.stance WHEN 'agrees' THEN 1 WHEN 'partly_agrees' THEN 2
            WHEN 'disputes' THEN 3 WHEN 'explains' THEN 4 ELSE 5 END LIMIT 1) AS stance,
    answer_count, measure_count, answer_due, verdict, verdict_year
FROM (
    SELECT own.*,
        verdict IS 'addressed' OR EXISTS (
            SELECT 1 FROM counted_measures AS x WHERE x.finding_id = own.finding_id AND x.status = 'done'
                AND x.latest_document_id <> x.document_id) AS has_evidence,
        EXISTS (
            SELECT 1 FROM counted_measures AS x WHERE x.finding_id = own.finding_id AND x.status IN ('done', 'ongoing'))
            AS has_action,
        EXISTS (
            SELECT 1 FROM counted_answers AS a CROSS JOIN live_decided AS e ON e.record_id = a.response_id
            WHERE a.finding_id = own.finding_id AND a.standing <> 'minority' AND e.kind = 'decided')
            OR EXISTS (
            SELECT 1 FROM counted_measures AS x CROSS JOIN live_decided AS e ON e.record_id = x.measure_id
            WHERE x.finding_id = own.finding_id AND e.kind = 'decided') AS has_decision,
        (SELECT count(*) FROM finding_parts AS p WHERE p.finding_id = own.finding_id) AS parts,
        (SELECT count(*) FROM finding_parts AS p CROSS JOIN coverage_alone AS q ON q.finding_id = p.part_id
            WHERE p.finding_id = own.finding_id AND q.position_count > 0) AS parts_answered,
        (SELECT count(*) FROM finding_parts AS p CROSS JOIN coverage_alone AS q ON q.finding_id = p.part_id
            WHERE p.finding_id = own.finding_id AND q.answer_count + q.measure_count > 0) AS parts_touched
    FROM coverage_alone AS own
) AS c;

-- Of a finding, at itself or where it is told of again, the likeliest answer that is too uncertain to count.
CREATE VIEW possible_links AS SELECT * FROM links WHERE kind = 'may_answer' AND state <> 'rejected';

CREATE VIEW possible_answers AS
SELECT coalesce(h.head_id, l.target_id) AS finding_id, l.id AS link_id, l.source_id AS response_id,
    max(l.confidence) AS confidence, l.reason, l.reason_en, r.quote, r.page_from, d.filename, d.path
FROM possible_links AS l
CROSS JOIN responses AS r ON r.id = l.source_id
CROSS JOIN documents AS d ON d.id = r.document_id
LEFT JOIN finding_heads AS h ON h.finding_id = l.target_id
GROUP BY 1;

-- A row for each finding; one that a person rejected, or rejected where it was first said, has the status `rejected`. One that is the same point as another,
-- its head, has the head's status. `class` is the status, and tells apart what was only explained. Count those with
-- `is_point` 1, and each point counts once: one told of in several papers where it was first said, one that is made up
-- of others by its parts. `gap` says of what is unanswered how: the auditors themselves found it done (`settled`), the
-- recommendation that is to mend it has an answer (`recommended`), an answer that may be to it waits to be judged
-- (`possible`), its body answers other points of the same year in the paper and omits this one (`omitted`: but an answer to
-- a remark, which the council is owed, omits no recommendation that was to be answered by a day of its own), its body had
-- the audit on its agenda and only took note (`noted`), no answer to it was read in (`no_answer`), or none of the body
-- since then to whatever (`unheard`). `answer_came`: one to the paper, be it to others of its points, or none is needed.
CREATE VIEW coverage AS
SELECT k.finding_id, k.document_id, k.kind, k.addressee, k.year, k.status, k.depth, k.stance, k.answer_count,
    k.measure_count, k.answer_due, k.verdict, k.verdict_year, k.head_id, k.explained_only, k.reviewed, k.is_point,
    k.has_decision, k.has_action, k.has_evidence,
    CASE WHEN k.status IN ('unanswered', 'not_due')
        THEN CASE WHEN k.may_be_answered AND k.silence NOT IN ('settled', 'recommended') THEN 'possible' ELSE k.silence END
    END AS gap,
    k.silence IN ('settled', 'omitted', 'recommended') AS answer_came,
    CASE WHEN k.explained_only AND k.status <> 'rejected' THEN 'explained_only' ELSE k.status END AS class
FROM (
    SELECT f.id AS finding_id, f.document_id, f.kind, f.addressee, f.year,
        CASE WHEN EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id IN (f.id, h.head_id)) THEN 'rejected'
            ELSE c.status END AS status, c.depth, c.stance, c.answer_count,
        c.measure_count, c.answer_due, c.verdict, c.verdict_year, h.head_id, c.has_decision, c.has_action, c.has_evidence,
        c.status IN ('answered', 'partly_answered') AND coalesce(c.stance, '') = 'explains' AND c.measure_count = 0
            AS explained_only,
        s.verdict AS reviewed,
        h.head_id IS NULL AND NOT EXISTS (SELECT 1 FROM finding_parts AS p WHERE p.finding_id = f.id) AS is_point,
        EXISTS (SELECT 1 FROM possible_links AS p WHERE p.target_id = coalesce(h.head_id, f.id)) OR EXISTS (
            SELECT 1 FROM finding_heads AS o CROSS JOIN possible_links AS p ON p.target_id = o.finding_id
            WHERE o.head_id = coalesce(h.head_id, f.id)) AS may_be_answered,
        CASE
            WHEN c.verdict = 'addressed' THEN 'settled'
            WHEN EXISTS (SELECT 1 FROM answered_recommendations AS y WHERE y.finding_id = f.id) THEN 'recommended'
            WHEN EXISTS (
                SELECT 1 FROM findings AS g CROSS JOIN counted_answers AS a ON a.finding_id = g.id
                WHERE g.paper_id = f.paper_id AND g.addressee IS f.addressee AND g.audit IS f.audit
                    AND g.year IS f.year AND a.standing <> 'minority'
                    AND (f.kind <> 'recommendation' OR c.answer_due IS NULL OR g.kind NOT IN ('remark', 'discharge_denied')))
            THEN 'omitted'
            WHEN EXISTS (SELECT 1 FROM noted_findings AS w WHERE w.finding_id = f.id) THEN 'noted'
            WHEN EXISTS (
                SELECT 1 FROM unheard_bodies AS u
                WHERE u.body = lower(coalesce(f.addressee, '')) AND u.organisation = coalesce(d.organisation, '')
                    AND u.since = substr(coalesce(d.date, CAST(f.year AS TEXT), ''), 1, 7))
            THEN 'unheard'
            ELSE 'no_answer'
        END AS silence
    FROM findings AS f
    CROSS JOIN papers AS d ON d.id = f.paper_id
    LEFT JOIN record_states AS s ON s.record_id = f.id
    LEFT JOIN finding_heads AS h ON h.finding_id = f.id
    CROSS JOIN coverage_own AS c ON c.finding_id = coalesce(h.head_id, f.id)
) AS k;

-- Whatever has a date by which it is to be done, and whether the database tells that it was (`settled`). A measure that
-- a later document dates anew stands here by its later record alone; what several papers tell alike stands once.
CREATE VIEW promises AS
SELECT 'measures' AS record_type, m.id AS record_id, m.document_id, m.page_from,
    coalesce(m.lead || ' ', '') || m.text AS text, m.responsible AS who,
    m.due_from, m.due_to, m.due_precision, m.original_due_to,
    CASE q.kind WHEN 'counted_done' THEN 'done' ELSE coalesce(l.status, m.status) END AS status,
    q.kind AS doubt, q.paper_id AS doubt_paper_id, q.page_from AS doubt_page, q.quote AS doubt_quote,
    coalesce(l.status, m.status) IN ('done', 'dropped') OR coalesce(q.kind, '') = 'counted_done'
    OR EXISTS (  -- the auditors found that what it is to mend is mended
        SELECT 1 FROM finding_measures AS x CROSS JOIN finding_verdicts AS v ON v.finding_id = x.finding_id
        CROSS JOIN assessments AS a ON a.id = v.assessment_id
        WHERE x.measure_id = m.id AND a.outcome = 'addressed') AS settled
FROM measures AS m
CROSS JOIN papers AS md ON md.id = m.paper_id
LEFT JOIN latest_measures AS t ON t.measure_id = m.id
LEFT JOIN measures AS l ON l.id = t.latest_id
LEFT JOIN measure_doubts AS q ON q.measure_id = m.id
WHERE m.due_to IS NOT NULL AND l.due_to IS NULL
    AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = m.id)
    AND NOT EXISTS (  -- the same promise with the same date in an earlier record, or in a copy of the paper
        SELECT 1 FROM measure_threads AS h CROSS JOIN measure_threads AS e ON e.thread_id = h.thread_id
        CROSS JOIN measures AS o ON o.id = e.measure_id
        LEFT JOIN latest_measures AS n ON n.measure_id = o.id
        LEFT JOIN measures AS w ON w.id = n.latest_id
        WHERE h.measure_id = m.id AND e.position < h.position AND o.due_to = m.due_to AND w.due_to IS NULL)
    AND NOT EXISTS (  -- the same words with the same date in an earlier paper: what was proposed and then adopted
        SELECT 1 FROM measures AS o CROSS JOIN papers AS od ON od.id = o.paper_id
        LEFT JOIN latest_measures AS n ON n.measure_id = o.id
        WHERE o.due_to = m.due_to AND o.text = m.text AND od.date < md.date AND n.latest_id IS t.latest_id
            AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = o.id))
    AND NOT EXISTS (  -- that an answer will come stands below, as what it is
        SELECT 1 FROM planned_answers AS p
        WHERE p.document_id = m.document_id AND p.char_start < m.char_end AND m.char_start < p.char_end)
UNION ALL
SELECT 'assignments', s.id, s.document_id, s.page_from, coalesce(nullif(s.task, ''), s.quote), s.given_to, s.due_from,
    s.due_to, NULL, NULL, CASE
        WHEN s.status IN ('open', 'unknown') AND EXISTS (  -- whether it was given, the minutes would tell
            SELECT 1 FROM decisions AS x WHERE x.id = s.decision_id AND x.kind = 'proposed') THEN 'proposed'
        ELSE s.status END,
    NULL, NULL, NULL, NULL, EXISTS (
        SELECT 1 FROM assignments AS o
        WHERE (o.id = s.id OR o.due_to = s.due_to AND o.task = s.task AND s.task <> '' AND o.given_to IS s.given_to) AND (
            o.status IN ('reported', 'done') OR EXISTS (
                SELECT 1 FROM links AS k WHERE k.source_id = o.id AND k.kind = 'reported_in' AND k.state <> 'rejected')))
FROM assignments AS s
CROSS JOIN papers AS sd ON sd.id = s.paper_id
WHERE s.due_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = s.id)
    AND NOT EXISTS (  -- the same assignment told of in another paper
        SELECT 1 FROM assignments AS o CROSS JOIN papers AS od ON od.id = o.paper_id
        WHERE o.due_to = s.due_to AND o.task = s.task AND s.task <> '' AND o.given_to IS s.given_to
            AND (coalesce(od.date, '9999'), o.document_id, o.char_start)
                < (coalesce(sd.date, '9999'), s.document_id, s.char_start)
            AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = o.id))
UNION ALL
SELECT 'findings', f.id, f.document_id, f.page_from, f.quote, f.addressee, NULL, c.answer_due, 'day', NULL,
    CASE c.status WHEN 'not_due' THEN 'unanswered' ELSE c.status END,  -- on the day that is asked of it may be due
    NULL, NULL, NULL, NULL, c.status IN ('answered', 'partly_answered') OR c.answer_came
FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id
WHERE c.answer_due IS NOT NULL AND c.head_id IS NULL AND c.status <> 'rejected'
    AND NOT (f.kind IN ('criticism', 'concern', 'observation') AND EXISTS (  -- what is answered is the recommendation
        SELECT 1 FROM findings AS g CROSS JOIN answers_asked AS q ON q.finding_id = g.id
        WHERE g.paper_id = f.paper_id AND g.kind = 'recommendation' AND g.addressee IS f.addressee
            AND q.due_to = c.answer_due))
UNION ALL
SELECT 'planned_answers', p.id, p.document_id, p.page_from,
    CASE WHEN instr(p.quote, coalesce(p.review, '')) THEN p.quote ELSE p.review || ': ' || p.quote END, p.body, p.due_from, p.due_to, p.due_precision, NULL,
    'planned', NULL, NULL, NULL, NULL, EXISTS (
        SELECT 1 FROM links AS k WHERE k.source_id = p.id AND k.kind = 'reported_in' AND k.state <> 'rejected')
FROM planned_answers AS p
CROSS JOIN papers AS pd ON pd.id = p.paper_id
WHERE p.due_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = p.id)
    AND NOT EXISTS (  -- the same in a copy of the paper
        SELECT 1 FROM planned_answers AS o CROSS JOIN papers AS od ON od.id = o.paper_id
        WHERE o.due_to = p.due_to AND o.body IS p.body AND o.review = p.review
            AND (coalesce(od.date, '9999'), o.document_id, o.char_start)
                < (coalesce(pd.date, '9999'), p.document_id, p.char_start)
            AND NOT EXISTS (SELECT 1 FROM rejected_records AS x WHERE x.record_id = o.id));

-- Promises, answers and assignments whose date has passed and that nothing says were kept; `doubt` where a later paper
-- makes it likely that a measure is done (`perhaps_done`) or leaves it out (`left_out`).
CREATE VIEW overdue AS SELECT * FROM promises WHERE NOT settled AND due_to < date('now', 'localtime');

-- The traceability matrix: a row for each finding, response, decision and measure that belong together. A measure that
-- stands in the words of one response, or else in its document, goes with that one; any other goes with all of them.
CREATE VIEW matrix AS
SELECT f.id AS finding_id, f.kind AS finding_kind, f.quote AS finding, f.addressee, f.auditor, f.audit,
    f.year, f.topic, f.parent_id, fd.id AS finding_document_id, fd.filename AS finding_document, fd.path AS finding_path,
    fp.title AS finding_title, fp.date AS finding_date, f.page_from AS finding_page, f.char_start AS finding_start,
    f.confidence AS finding_confidence,
    c.status AS coverage, c.depth, c.verdict, c.verdict_year,
    c.head_id,
    (SELECT group_concat(od.filename || ', s. ' || p.page_from, '; ') FROM finding_heads AS o
        CROSS JOIN findings AS p ON p.id = o.finding_id CROSS JOIN documents AS od ON od.id = p.document_id
        WHERE o.head_id = f.id) AS also_at,
    r.id AS response_id, r.quote AS answer, r.responder, r.stance,
    CASE WHEN r.standing IN ('proposed', 'minority') AND EXISTS (
        SELECT 1 FROM adopted_answers AS p CROSS JOIN live_links AS v ON v.id = p.link_id WHERE p.response_id = r.id)
        THEN 'adopted' ELSE r.standing END AS standing, a.via AS answer_via,
    rd.id AS answer_document_id, rd.filename AS answer_document, rd.path AS answer_path, r.page_from AS answer_page,
    coalesce(r.date, rp.date) AS answer_date, a.link_id AS answer_link_id, al.confidence AS answer_confidence,
    al.method AS answer_method, al.reason AS answer_reason, al.state AS answer_state, al.suspect AS answer_suspect,
    e.decision_id, e.agenda_item_id, coalesce(d.quote, i.title) AS decision, d.outcome AS decision_outcome,
    e.kind AS decision_kind, coalesce(d.body, i.body) AS decision_body, coalesce(d.date_from, i.date_from) AS decision_date,
    coalesce(d.paragraph, i.number) AS decision_paragraph, coalesce(d.case_number, i.case_number) AS decision_case_number,
    dd.filename AS decision_document, dd.path AS decision_path, coalesce(d.page_from, i.page_from) AS decision_page,
    e.link_id AS decision_link_id, el.confidence AS decision_confidence, el.state AS decision_state,
    m.id AS measure_id, coalesce(m.lead || ' ', '') || m.text AS measure, m.responsible, coalesce(n.due_from, m.due_from) AS due_from,
    coalesce(n.due_to, m.due_to) AS due_to, m.due_precision, m.original_due_to,
    CASE WHEN q.kind IS NULL THEN coalesce(n.status, m.status) ELSE 'done' END AS measure_status,
    coalesce(q.quote, n.status_text, m.status_text) AS measure_status_text,
    m.effect_sek, md.filename AS measure_document, md.path AS measure_path, m.page_from AS measure_page,
    x.link_id AS measure_link_id, x.via AS measure_via, xl.confidence AS measure_confidence, xl.state AS measure_state,
    el.suspect AS decision_suspect, xl.suspect AS measure_suspect, c.explained_only, c.reviewed,
    c.class, c.is_point, c.gap, c.answer_due, al.reason_en AS answer_reason_en,
    vd.filename AS verdict_document, vd.path AS verdict_path, va.page_from AS verdict_page, vp.date AS verdict_date,
    va.quote AS verdict_words,
    nt.body AS noted_body, nt.date_from AS noted_date, nt.paragraph AS noted_paragraph, nt.quote AS noted,
    nd.filename AS noted_document, nd.path AS noted_path, nt.page_from AS noted_page,
    bd.filename AS repeats_document, bd.path AS repeats_path, b.page_from AS repeats_page, b.year AS repeats_year,
    b.id AS repeats_id, fb.body, fb.organisation
FROM findings AS f
CROSS JOIN finding_bodies AS fb ON fb.finding_id = f.id
CROSS JOIN documents AS fd ON fd.id = f.document_id
CROSS JOIN papers AS fp ON fp.id = f.paper_id
CROSS JOIN coverage AS c ON c.finding_id = f.id
LEFT JOIN noted_findings AS nf ON nf.finding_id = f.id AND c.gap = 'noted'
LEFT JOIN decisions AS nt ON nt.id = nf.decision_id
LEFT JOIN documents AS nd ON nd.id = nt.document_id
LEFT JOIN finding_verdicts AS fv ON fv.finding_id = coalesce(c.head_id, f.id)
LEFT JOIN assessments AS va ON va.id = fv.assessment_id
LEFT JOIN papers AS vp ON vp.id = va.paper_id
LEFT JOIN documents AS vd ON vd.id = va.document_id
LEFT JOIN findings AS b ON b.id = (  -- the point of an earlier year that comes back in this one
    SELECT l.target_id FROM links AS l
    CROSS JOIN findings AS e ON e.id = l.target_id
    LEFT JOIN finding_heads AS h ON h.finding_id = l.target_id
    WHERE l.source_id = f.id AND l.kind = 'repeats' AND l.state <> 'rejected'
        AND coalesce(h.head_id, l.target_id) <> coalesce(c.head_id, f.id)
        AND (e.year IS NULL OR f.year IS NULL OR e.year < f.year)  -- the year's account retells reports dated the next
    ORDER BY l.confidence DESC, l.id LIMIT 1)
LEFT JOIN documents AS bd ON bd.id = b.document_id
LEFT JOIN finding_answers AS a
    ON a.finding_id = f.id AND EXISTS (SELECT 1 FROM live_links AS v WHERE v.id = a.link_id)
LEFT JOIN links AS al ON al.id = a.link_id
LEFT JOIN responses AS r ON r.id = a.response_id
LEFT JOIN documents AS rd ON rd.id = r.document_id
LEFT JOIN papers AS rp ON rp.id = r.paper_id
LEFT JOIN decided AS e ON e.record_id = r.id AND EXISTS (SELECT 1 FROM live_links AS v WHERE v.id = e.link_id)
LEFT JOIN links AS el ON el.id = e.link_id
LEFT JOIN decisions AS d ON d.id = e.decision_id
LEFT JOIN agenda_items AS i ON i.id = e.agenda_item_id
LEFT JOIN documents AS dd ON dd.id = coalesce(d.document_id, i.document_id)
LEFT JOIN finding_measures AS x
    ON x.finding_id = f.id AND EXISTS (SELECT 1 FROM live_links AS v WHERE v.id = x.link_id) AND (
        a.response_id IS NULL
        OR EXISTS (SELECT 1 FROM measures AS n WHERE n.id = x.measure_id AND n.paper_id = r.paper_id
            AND (n.response_id IS r.id OR NOT EXISTS (
                SELECT 1 FROM counted_answers AS o WHERE o.finding_id = f.id AND o.response_id = n.response_id)))
        OR NOT EXISTS (
            SELECT 1 FROM counted_answers AS o CROSS JOIN measures AS n ON n.paper_id = o.paper_id
            WHERE o.finding_id = f.id AND n.id = x.measure_id))
LEFT JOIN links AS xl ON xl.id = x.link_id
LEFT JOIN measures AS m ON m.id = x.measure_id
LEFT JOIN latest_measures AS t ON t.measure_id = m.id
LEFT JOIN measures AS n ON n.id = t.latest_id
LEFT JOIN measure_doubts AS q ON q.measure_id = m.id AND q.kind = 'counted_done'
LEFT JOIN documents AS md ON md.id = m.document_id;
