-- SPDX-License-Identifier: ISC
-- What a report says beside its own response: the name that a consultant
-- recorded for the firm, and the wave before.  The wave before counts only
-- when both were confirmed from the same address: another respondent's scores
-- are nobody's business.  Answers for the response in scope alone.

CREATE FUNCTION soundings.report_context(wanted uuid)
	RETURNS TABLE (firm_name text, wave integer, scores integer[])
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT (SELECT coalesce(m.name, f.name) FROM firm f
	        LEFT JOIN firm m ON m.id = f.merged_into WHERE f.id = r.firm_of_record),
	       e.wave, e.scores
	FROM response r
	LEFT JOIN LATERAL (
		SELECT b.wave, b.scores
		FROM response_contact c
		JOIN response_contact bc ON bc.owner = c.owner AND bc.email = c.email
		JOIN response b ON b.owner = bc.owner AND b.id = bc.response
		WHERE c.owner = r.owner AND c.response = r.id
		  AND r.confirmed_at IS NOT NULL AND b.confirmed_at IS NOT NULL
		  AND b.disowned_at IS NULL AND b.pool <> 'withdrawn'
		  AND b.form = r.form AND b.wave < r.wave
		ORDER BY b.wave DESC, b.submitted_at DESC, b.id
		LIMIT 1) e ON true
	WHERE r.id = wanted AND wanted = current_subject()
	$$;
COMMENT ON FUNCTION soundings.report_context(uuid) IS
	'firm name and the earlier wave of the response in scope';

GRANT EXECUTE ON FUNCTION soundings.report_context(uuid)
	TO soundings_respondent, soundings_courier, soundings_operator;
