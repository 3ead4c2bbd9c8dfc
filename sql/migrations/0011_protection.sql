-- SPDX-License-Identifier: ISC
-- What we hold about an address: finding it, giving it out, erasing it; and
-- what is forgotten by itself.
--
-- An address is looked for by its hash (address_hash), also within what
-- somebody typed: each word that looks like an address is hashed and compared.
-- So a tombstone names nobody and can still be applied to a restored backup.

CREATE TABLE address_tombstone (
	hash      bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
	erased_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE address_tombstone IS 'addresses that were erased: a restored backup must erase again what it holds from before';
COMMENT ON COLUMN address_tombstone.hash IS 'address_hash(address): the list names nobody';

ALTER TABLE address_tombstone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY address_tombstone_owner ON address_tombstone TO soundings_owner USING (true);
-- The functions below write both lists.
CREATE POLICY response_tombstone_owner ON response_tombstone TO soundings_owner USING (true);

-- ---- addresses within text ----

-- Full-width and small forms as the ASCII that mail has, character for
-- character: places in the one are places in the other.  Text of ASCII alone,
-- which most is, is not looked through.
CREATE FUNCTION text_plain(given text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN octet_length(given) = length(given) THEN given ELSE translate(given,
		'！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～﹫。｡․﹒﹣‐‑',
		'!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~@....---') END;
COMMENT ON FUNCTION text_plain(text) IS 'text with full-width forms as ASCII, of the same length';

-- Is it worth looking for an address?  Asked of every answer there is.
CREATE FUNCTION address_marked(given text) RETURNS boolean
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	AS $$
BEGIN
	RETURN position('@' IN given) > 0 OR position('＠' IN given) > 0 OR position('﹫' IN given) > 0;
END
$$;
COMMENT ON FUNCTION address_marked(text) IS 'a text that may hold an address: some at sign is in it';

-- Where an address is looked for by its hash, and the few texts that may hold one:
-- an erasure reads what it is about, not every row there is.
CREATE INDEX response_contact_hash ON response_contact (address_hash(email));
CREATE INDEX letter_hash ON letter (address_hash(address));
CREATE INDEX firm_domain_hash ON firm_domain (address_hash(domain)) WHERE position('@' IN domain) > 0;
CREATE INDEX person_hash ON person (address_hash(email));
CREATE INDEX invitation_hash ON invitation (address_hash(email));
CREATE INDEX audit_event_hash ON audit_event (address_hash(actor)) WHERE position('@' IN actor) > 0;
CREATE INDEX response_marked ON response (owner, id) WHERE address_marked(answers::text);
CREATE INDEX response_history_marked ON response_history (owner, response) WHERE address_marked(answers::text);
CREATE INDEX draft_page_marked ON draft_page (owner, draft) WHERE address_marked(answers::text);

-- Where in a plain word that looks like one the address begins: "Mail=ann@x.example"
-- is asked for both ways, "joann@x.example" is somebody else.  null: none of them.
-- Characters that nobody sees are no part of it.
CREATE FUNCTION address_within(word text, hashes bytea[]) RETURNS integer
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	rest text := word;
BEGIN
	LOOP
		IF address_hash(translate(rest, U&'\00AD\200B\200C\200D\2060\FEFF', '')) = ANY (hashes) THEN
			RETURN length(word) - length(rest) + 1;
		END IF;
		rest := substring(rest FROM '[][!#$%&''*/=?^`{|}~.-](.*@.*)$');
		EXIT WHEN rest IS NULL;
	END LOOP;
	RETURN NULL;
END
$$;

-- The text without these addresses; hashes null: without all that looks like
-- one.  The mark is shorter than any address, so no text outgrows its field.
CREATE FUNCTION text_redact(given text, hashes bytea[]) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	unseen CONSTANT text := '\u00ad\u200b-\u200d\u2060\ufeff';
	looks  CONSTANT text := CASE WHEN hashes IS NULL THEN '[^[:space:]<>()"]+@[^[:space:]<>()"]+'
		ELSE '[[:alnum:]!#$%&''*+/=?^_`{|}~.' || unseen || '-]+@[[:alnum:].' || unseen || '-]+' END;
	plain  CONSTANT text := text_plain(given);
	pos    integer := 1;
	at     integer;
	ends   integer; -- behind the word
	begins integer; -- of the address
	core   text;
	made   text := '';
BEGIN
	LOOP
		at := regexp_instr(plain, looks, pos);
		EXIT WHEN coalesce(at, 0) = 0;
		ends := regexp_instr(plain, looks, pos, 1, 1);
		core := substr(plain, at, ends - at);
		IF hashes IS NULL THEN
			begins := 1;
		ELSE
			core := regexp_replace(core, '[.' || unseen || '-]+$', '');
			begins := address_within(core, hashes);
		END IF;
		made := made || CASE WHEN begins IS NULL THEN substr(given, pos, ends - pos)
			ELSE substr(given, pos, at - pos + begins - 1) || '[…]'
				|| substr(given, at + length(core), ends - at - length(core)) END;
		pos := ends;
	END LOOP;
	RETURN made || substr(given, pos);
END
$$;
COMMENT ON FUNCTION text_redact(text, bytea[]) IS 'text without the addresses of these hashes; null: without any';

-- items: in which answers they stood.
CREATE FUNCTION answers_redact(given jsonb, hashes bytea[], OUT redacted jsonb, OUT items text[])
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	item text;
	old  text;
	made text;
BEGIN
	redacted := given;
	items := '{}';
	IF NOT address_marked(given::text) THEN
		RETURN;
	END IF;
	FOR item, old IN SELECT e.key, e.value #>> '{}' FROM jsonb_each(given) e
		WHERE jsonb_typeof(e.value) = 'string' AND e.value::text ~ '[@＠﹫]' ORDER BY e.key
	LOOP
		made := text_redact(old, hashes);
		IF made <> old THEN
			items := items || item;
			redacted := jsonb_set(redacted, ARRAY[item], to_jsonb(made));
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION answers_redact(jsonb, bytea[]) IS 'answers without these addresses (null: any), and the items in which they stood';

-- ---- a person ----

-- Definer functions ask by themselves: consultants must lead, and say why.  Who
-- works by command has the database anyway, and may.
CREATE FUNCTION protection_guard(p_reason text) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	IF session_user <> 'soundings_web' THEN
		RETURN;
	END IF;
	IF NOT soundings.leading() THEN
		RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
	END IF;
	IF length(btrim(coalesce(p_reason, ''))) < 5 THEN
		RAISE EXCEPTION 'a person is looked up for a reason' USING ERRCODE = 'check_violation';
	END IF;
END
$$;

-- The note of it: no address, though somebody type one into the reason.
CREATE FUNCTION address_called(hash bytea) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 'address ' || left(encode(hash, 'hex'), 12);
COMMENT ON FUNCTION address_called(bytea) IS 'how the audit speaks of an address that it may not hold';

-- Once for each firm whose administrators may read of it.
CREATE FUNCTION privacy_audit(p_action text, hashes bytea[], p_by text, p_os_user text, p_reason text, detail jsonb, firms bigint[]) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	PERFORM audit_firm(f, p_by, p_os_user, p_action, address_called(hashes[1]),
		detail || CASE WHEN p_reason IS NULL THEN '{}' ELSE jsonb_build_object('reason', text_redact(p_reason, NULL)) END)
	   FROM unnest(CASE WHEN firms = '{}' THEN ARRAY[NULL::bigint] ELSE firms END) AS f;
END
$$;

-- Everything about these addresses, of each from before a moment; befores null:
-- from any time.
--   response  theirs: the address is its contact
--   draft     theirs: its link was mailed to the address
--   mention   somebody else's answers (response or draft) in which it was typed
--   letter, suppression, firm (known by that address), invitation, account (signs in)
CREATE FUNCTION address_traces(hashes bytea[], befores timestamptz[])
	RETURNS TABLE (kind text, owner bigint, id uuid, at timestamptz, form text, items text[])
	LANGUAGE sql STABLE
	SET search_path = soundings, pg_temp
	AS $$
	WITH h AS MATERIALIZED (
		SELECT u.hash, max(coalesce(u.before, 'infinity')) AS before FROM unnest(hashes, befores) AS u (hash, before) GROUP BY u.hash
	), mine AS MATERIALIZED (
		SELECT r.owner, r.id, r.submitted_at, f.slug, h.before
		  FROM h JOIN response_contact c ON address_hash(c.email) = h.hash
		  JOIN response r ON r.owner = c.owner AND r.id = c.response AND r.submitted_at < h.before
		  JOIN form f ON f.owner = r.owner AND f.id = r.form
	), letters AS MATERIALIZED (
		SELECT l.owner, l.id, l.created_at, l.kind
		  FROM h JOIN letter l ON address_hash(l.address) = h.hash AND l.created_at < h.before
		UNION
		SELECT l.owner, l.id, l.created_at, l.kind
		  FROM mine m JOIN letter l ON l.owner = m.owner AND l.object = m.id AND l.created_at < m.before
	), drafts AS MATERIALIZED (
		SELECT d.owner, d.id, d.saved_at, f.slug FROM (
			SELECT l.owner, l.object AS id, h.before FROM h JOIN letter l ON address_hash(l.address) = h.hash AND l.kind = 'resume'
			UNION SELECT m.owner, m.id, m.before FROM mine m) AS x
		  JOIN draft d ON d.owner = x.owner AND d.id = x.id AND d.saved_at < x.before
		  JOIN form f ON f.owner = d.owner AND f.id = d.form
		 GROUP BY d.owner, d.id, d.saved_at, f.slug
	), marked AS (
		SELECT r.owner, r.id, r.submitted_at AS at, r.form, r.answers
		  FROM response r WHERE address_marked(r.answers::text)
		UNION ALL
		SELECT r.owner, r.id, r.submitted_at, r.form, h.answers
		  FROM response_history h JOIN response r ON r.owner = h.owner AND r.id = h.response
		 WHERE address_marked(h.answers::text)
		UNION ALL
		SELECT d.owner, d.id, d.saved_at, d.form, p.answers
		  FROM draft_page p JOIN draft d ON d.owner = p.owner AND d.id = p.draft
		 WHERE address_marked(p.answers::text)
	), mentions AS (
		SELECT t.owner, t.id, min(t.at) AS at, t.form, array_agg(DISTINCT i.item ORDER BY i.item) AS items
		  FROM marked t, unnest((answers_redact(t.answers, ARRAY(SELECT h.hash FROM h WHERE t.at < h.before))).items) AS i (item)
		 WHERE NOT EXISTS (SELECT FROM mine m WHERE m.owner = t.owner AND m.id = t.id)
		   AND NOT EXISTS (SELECT FROM drafts d WHERE d.owner = t.owner AND d.id = t.id)
		 GROUP BY t.owner, t.id, t.form
	)
	SELECT 'response', m.owner, m.id, m.submitted_at, m.slug, '{}'::text[] FROM mine m
	UNION ALL SELECT 'draft', d.owner, d.id, d.saved_at, d.slug, '{}' FROM drafts d
	UNION ALL SELECT 'mention', m.owner, m.id, m.at, f.slug, m.items
	            FROM mentions m JOIN form f ON f.owner = m.owner AND f.id = m.form
	UNION ALL SELECT 'letter', l.owner, l.id, l.created_at, NULL, ARRAY[l.kind] FROM letters l
	UNION ALL SELECT 'suppression', NULL, NULL, s.since, NULL, ARRAY[s.kind] FROM h JOIN suppression s ON s.hash = h.hash
	UNION ALL SELECT 'firm', NULL, NULL, f.created_at, NULL, ARRAY[f.code]
	            FROM h JOIN firm_domain d ON position('@' IN d.domain) > 0 AND address_hash(d.domain) = h.hash
	            JOIN firm f ON f.id = d.firm AND f.created_at < h.before
	UNION ALL SELECT 'invitation', NULL, i.id, i.created_at, NULL, ARRAY[i.role]
	            FROM h JOIN invitation i ON address_hash(i.email) = h.hash AND i.created_at < h.before
	UNION ALL SELECT 'account', NULL, p.id, p.created_at, NULL, '{}' FROM h JOIN person p ON address_hash(p.email) = h.hash
	ORDER BY 1, 4, 3
	$$;

-- Whose people these addresses answered as, or sign in as.
CREATE FUNCTION address_firms(hashes bytea[]) RETURNS bigint[]
	LANGUAGE sql STABLE
	SET search_path = soundings, pg_temp
	AS $$
	SELECT coalesce(array_agg(DISTINCT f.firm) FILTER (WHERE f.firm IS NOT NULL), '{}') FROM (
		SELECT firm_concerned(r.firm_of_record) AS firm FROM response_contact c
		  JOIN response r ON r.owner = c.owner AND r.id = c.response WHERE address_hash(c.email) = ANY (hashes)
		UNION ALL SELECT firm_concerned(m.firm) FROM person p
		  JOIN membership m ON m.person = p.id WHERE address_hash(p.email) = ANY (hashes)) f
	$$;

CREATE FUNCTION privacy_find(hashes bytea[], p_by text, p_os_user text, p_reason text)
	RETURNS TABLE (kind text, owner bigint, id uuid, at timestamptz, form text, items text[])
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	PERFORM protection_guard(p_reason);
	PERFORM privacy_audit('privacy.find', hashes, p_by, p_os_user, p_reason, '{}', '{}');
	RETURN QUERY SELECT * FROM address_traces(hashes, NULL);
END
$$;
COMMENT ON FUNCTION privacy_find(bytea[], text, text, text) IS 'what is held about an address, by its hashes; audited';

CREATE FUNCTION privacy_export(hashes bytea[], p_by text, p_os_user text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	PERFORM protection_guard(p_reason);
	PERFORM privacy_audit('privacy.export', hashes, p_by, p_os_user, p_reason, '{}', address_firms(hashes));
	RETURN (WITH t AS MATERIALIZED (SELECT * FROM address_traces(hashes, NULL))
	SELECT jsonb_build_object(
		'responses', (SELECT coalesce(jsonb_agg(to_jsonb(r) - '{owner,id,form,version,answers,raw,scores,body_hash,firm_of_record,generation}'::text[]
			|| jsonb_build_object('response', r.id, 'form', t.form, 'form_version', r.version, 'answers', r.answers,
				'scores', (SELECT jsonb_agg(round(s / 1000000.0, 6)) FROM unnest(r.scores) AS s),
				'email', c.email, 'contact_ok', c.contact_ok,
				'firm', (SELECT coalesce(f.name, (SELECT min(d.domain) FROM firm_domain d WHERE d.firm = f.id))
				         FROM firm f WHERE f.id = r.firm_of_record),
				'questions', (SELECT coalesce(jsonb_agg(jsonb_build_object('asked_at', q.asked_at, 'asked_by', q.asked_by, 'question', q.question, 'reason', q.reason)
					ORDER BY q.asked_at), '[]') FROM response_question q WHERE q.owner = r.owner AND q.response = r.id),
				'sorted', (SELECT coalesce(jsonb_agg(jsonb_build_object('item', k.item, 'codes', k.codes, 'of_revision', k.revision,
					'coded_at', k.coded_at, 'coded_by', k.coded_by) ORDER BY k.item), '[]')
					FROM response_coding k WHERE k.owner = r.owner AND k.response = r.id),
				'earlier', (SELECT coalesce(jsonb_agg(jsonb_build_object('revision', h.revision, 'replaced_at', h.replaced_at,
					'answers', h.answers, 'pool', h.pool, 'consent', h.consent) ORDER BY h.revision), '[]')
					FROM response_history h WHERE h.owner = r.owner AND h.response = r.id)) ORDER BY r.submitted_at), '[]')
			FROM t JOIN response r ON r.owner = t.owner AND r.id = t.id
			LEFT JOIN response_contact c ON c.owner = r.owner AND c.response = r.id WHERE t.kind = 'response'),
		'drafts', (SELECT coalesce(jsonb_agg(jsonb_build_object('draft', d.id, 'form', t.form, 'form_version', d.version,
				'language', d.language, 'begun_at', d.begun_at, 'saved_at', d.saved_at,
				'pages', (SELECT coalesce(jsonb_object_agg(p.page, p.answers), '{}') FROM draft_page p
					WHERE p.owner = d.owner AND p.draft = d.id)) ORDER BY d.begun_at), '[]')
			FROM t JOIN draft d ON d.owner = t.owner AND d.id = t.id WHERE t.kind = 'draft'),
		'letters', (SELECT coalesce(jsonb_agg(jsonb_build_object('letter', l.id, 'kind', l.kind, 'about', l.object, 'address', l.address,
				'language', l.language, 'state', l.state, 'created_at', l.created_at, 'done_at', l.done_at) ORDER BY l.created_at), '[]')
			FROM t JOIN letter l ON l.owner = t.owner AND l.id = t.id WHERE t.kind = 'letter'),
		-- Another's answers are not given out; which of them name the address is.
		'mentioned_in', (SELECT coalesce(jsonb_agg(jsonb_build_object('response', t.id, 'form', t.form, 'items', t.items) ORDER BY t.at), '[]')
			FROM t WHERE t.kind = 'mention'),
		'no_letters_of', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.items[1], 'since', t.at)), '[]')
			FROM t WHERE t.kind = 'suppression'),
		'invitations', (SELECT coalesce(jsonb_agg(jsonb_build_object('email', i.email, 'name', i.name, 'role', i.role, 'created_at', i.created_at,
				'firm', (SELECT f.name FROM firm f WHERE f.id = i.firm)) ORDER BY i.created_at), '[]')
			FROM t JOIN invitation i ON i.id = t.id WHERE t.kind = 'invitation'),
		-- Left out: secrets (second factor, hashes of links, sessions and recovery codes).
		'account', (SELECT to_jsonb(p) - '{factor,factor_step}'::text[]
			|| jsonb_build_object('role', m.role, 'firm', (SELECT f.name FROM firm f WHERE f.id = m.firm),
				'let_in', (SELECT coalesce(jsonb_agg(jsonb_build_object('how', l.how, 'at', l.at, 'by', (SELECT b.email FROM person b WHERE b.id = l.by))
					ORDER BY l.at), '[]') FROM person_let_in l WHERE l.person = p.id),
				'let_others_in', (SELECT coalesce(jsonb_agg(jsonb_build_object('how', l.how, 'at', l.at) ORDER BY l.at), '[]')
					FROM person_let_in l WHERE l.by = p.id),
				'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('device', s.device, 'created_at', s.created_at, 'seen_at', s.seen_at,
					'full_at', s.full_at, 'code_at', s.code_at) ORDER BY s.created_at), '[]') FROM session s WHERE s.person = p.id),
				'links', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'created_at', s.created_at, 'expires_at', s.expires_at,
					'used_at', s.used_at) ORDER BY s.created_at), '[]') FROM sign_in s WHERE s.person = p.id),
				'recovery_codes_left', (SELECT count(*) FROM recovery_code c WHERE c.person = p.id AND c.used_at IS NULL))
			FROM t JOIN person p ON p.id = t.id LEFT JOIN membership m ON m.person = p.id WHERE t.kind = 'account'),
		'audit', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'action', a.action, 'object', a.object, 'detail', a.detail) ORDER BY a.id), '[]')
			FROM audit_event a WHERE a.id IN (
				SELECT e.id FROM t JOIN audit_event e ON e.object = 'response ' || t.id WHERE t.kind = 'response'
				UNION SELECT e.id FROM t JOIN person p ON p.id = t.id JOIN audit_event e ON e.object = 'person ' || lower(p.email) WHERE t.kind = 'account'
				UNION SELECT e.id FROM unnest(hashes) AS h JOIN audit_event e ON e.object = address_called(h)
				UNION SELECT e.id FROM unnest(hashes) AS h JOIN audit_event e ON e.actor = address_called(h)
				UNION SELECT e.id FROM audit_event e WHERE position('@' IN e.actor) > 0 AND address_hash(e.actor) = ANY (hashes)))));
END
$$;
COMMENT ON FUNCTION privacy_export(bytea[], text, text, text) IS 'what is held about an address as one JSON value, without secrets and without what others wrote; audited';

-- Erases all of that and tells what it was.
CREATE FUNCTION address_erase(hashes bytea[], befores timestamptz[])
	RETURNS TABLE (kind text, owner bigint, id uuid, at timestamptz, form text, items text[])
	LANGUAGE plpgsql VOLATILE
	SET search_path = soundings, pg_temp
	AS $$
#variable_conflict use_column
DECLARE
	t     record;
	known bytea[]; -- of the hashes, those that this is older than
BEGIN
	FOR t IN SELECT * FROM address_traces(hashes, befores) LOOP
		CASE t.kind
		WHEN 'response' THEN
			DELETE FROM response r WHERE r.owner = t.owner AND r.id = t.id;
			INSERT INTO response_tombstone (owner, response) VALUES (t.owner, t.id) ON CONFLICT DO NOTHING;
		WHEN 'draft' THEN
			DELETE FROM draft d WHERE d.owner = t.owner AND d.id = t.id;
		WHEN 'letter' THEN
			DELETE FROM letter l WHERE l.owner = t.owner AND l.id = t.id;
		WHEN 'invitation' THEN
			DELETE FROM invitation i WHERE i.id = t.id;
		WHEN 'mention' THEN
			known := ARRAY(SELECT u.hash FROM unnest(hashes, befores) AS u (hash, before) WHERE t.at < coalesce(u.before, 'infinity'));
			UPDATE response r SET answers = (answers_redact(r.answers, known)).redacted
			 WHERE r.owner = t.owner AND r.id = t.id;
			UPDATE response_history h SET answers = (answers_redact(h.answers, known)).redacted
			 WHERE h.owner = t.owner AND h.response = t.id;
			UPDATE draft_page p SET answers = (answers_redact(p.answers, known)).redacted
			 WHERE p.owner = t.owner AND p.draft = t.id;
		WHEN 'firm' THEN
			-- The row of the firm stays: snapshots count it, and the next one
			-- must know that it left.
			DELETE FROM firm_domain d USING firm f
			 WHERE f.code = t.items[1] AND d.firm = f.id AND position('@' IN d.domain) > 0 AND address_hash(d.domain) = ANY (hashes);
		ELSE
			NULL; -- "no letters" stays honoured; an account is ended by its own command
		END CASE;
		kind := t.kind; owner := t.owner; id := t.id; at := t.at; form := t.form; items := t.items;
		RETURN NEXT;
	END LOOP;
END
$$;

CREATE FUNCTION privacy_erase(hashes bytea[], p_by text, p_os_user text, p_reason text)
	RETURNS TABLE (kind text, owner bigint, id uuid, at timestamptz, form text, items text[])
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
#variable_conflict use_column
DECLARE
	counts jsonb := '{}';
	firms  bigint[];
	t      record;
BEGIN
	PERFORM protection_guard(p_reason);
	firms := address_firms(hashes);
	INSERT INTO address_tombstone (hash, erased_at) SELECT DISTINCT h, clock_timestamp() FROM unnest(hashes) AS h
		ON CONFLICT (hash) DO UPDATE SET erased_at = excluded.erased_at;
	FOR t IN SELECT * FROM address_erase(hashes, NULL) LOOP
		counts := jsonb_set(counts, ARRAY[t.kind], to_jsonb(coalesce((counts ->> t.kind)::integer, 0) + 1));
		IF t.kind = 'response' THEN
			PERFORM audit(p_by, p_os_user, 'response.erase', 'response ' || t.id, '{}');
		ELSIF t.kind = 'mention' THEN
			PERFORM audit(p_by, p_os_user, 'response.redact', 'response ' || t.id, jsonb_build_object('items', t.items));
		END IF;
		kind := t.kind; owner := t.owner; id := t.id; at := t.at; form := t.form; items := t.items;
		RETURN NEXT;
	END LOOP;
	PERFORM privacy_audit('privacy.erase', hashes, p_by, p_os_user, p_reason, counts, firms);
END
$$;
COMMENT ON FUNCTION privacy_erase(bytea[], text, text, text) IS 'erase everything held about an address, by its hashes; tombstones and audit with it';

-- ---- an account ----

-- The account and all that hangs on it.  Acts stay noted, under a hash; the word
-- on which others stand stays too, under an id that names nobody.
CREATE FUNCTION person_forget(p_person uuid) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who    person;
	hashes bytea[];
BEGIN
	SELECT * INTO who FROM person p WHERE p.id = p_person FOR UPDATE;
	hashes := ARRAY[address_hash(who.email)];
	INSERT INTO person_let_in (person, by, how, at)
		SELECT l.person, u.by, l.how, l.at FROM person_let_in l JOIN person_let_in u ON u.person = l.by
		 WHERE l.by = who.id AND l.person <> u.by
		ON CONFLICT DO NOTHING;
	UPDATE person_let_in SET by = person_stand_in(who.email) WHERE by = who.id;
	UPDATE invitation SET by = person_stand_in(who.email) WHERE by = who.id;
	UPDATE response_question SET asked_by = address_called(hashes[1]) WHERE lower(asked_by) = lower(who.email);
	UPDATE response_coding SET coded_by = address_called(hashes[1]) WHERE lower(coded_by) = lower(who.email);
	UPDATE audit_event a SET
		actor = CASE WHEN lower(a.actor) = lower(who.email) THEN address_called(hashes[1]) ELSE a.actor END,
		object = CASE WHEN lower(a.object) = 'person ' || lower(who.email) THEN address_called(hashes[1]) ELSE a.object END,
		detail = (answers_redact(a.detail, hashes)).redacted
	 WHERE lower(a.actor) = lower(who.email) OR lower(a.object) = 'person ' || lower(who.email)
	    OR position(lower(who.email) IN lower(a.detail::text)) > 0;
	DELETE FROM letter l WHERE l.owner = operator_firm() AND l.object = who.id;
	DELETE FROM person p WHERE p.id = who.id;
END
$$;

-- done, unknown, lead: the last one, proposed: a snapshot waits that they proposed
-- or asked for, and who may release it hangs on who they are.
CREATE FUNCTION person_remove(p_email text, p_by text, p_os_user text, p_reason text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who  person;
	held membership;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('soundings.person_remove', 0));
	SELECT * INTO who FROM person p WHERE lower(p.email) = lower(p_email);
	IF who.id IS NULL THEN
		RETURN 'unknown';
	END IF;
	SELECT * INTO held FROM membership m WHERE m.person = who.id;
	IF held.role = 'lead' AND NOT EXISTS (SELECT FROM membership m JOIN person p ON p.id = m.person
		WHERE m.role = 'lead' AND m.firm = held.firm AND p.id <> who.id AND p.disabled_at IS NULL) THEN
		RETURN 'lead';
	ELSIF EXISTS (SELECT FROM snapshot s WHERE s.state = 'proposed' AND (same_person(s.proposed_by, who.email)
			OR EXISTS (SELECT FROM snapshot_request q WHERE q.owner = s.owner AND q.snapshot = s.id AND q.kind = 'propose' AND q.person = who.id)))
	   OR EXISTS (SELECT FROM snapshot_request q WHERE q.person = who.id AND q.state IN ('waiting', 'working')) THEN
		RETURN 'proposed';
	END IF;
	PERFORM person_forget(who.id);
	INSERT INTO response_tombstone (owner, response, erased_at) VALUES (operator_firm(), who.id, clock_timestamp())
		ON CONFLICT (owner, response) DO UPDATE SET erased_at = excluded.erased_at;
	PERFORM audit_firm(firm_concerned(held.firm), p_by, p_os_user, 'person.remove', address_called(address_hash(who.email)),
		jsonb_strip_nulls(jsonb_build_object('role', held.role, 'reason', text_redact(p_reason, NULL))));
	RETURN 'done';
END
$$;
COMMENT ON FUNCTION person_remove(text, text, text, text) IS 'erase an account; done, unknown, lead (the last one) or proposed';

-- ---- after a restore ----

CREATE FUNCTION tombstone_responses(p_owners bigint[], p_responses uuid[], p_ats timestamptz[]) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	done bigint;
	who  uuid;
BEGIN
	DELETE FROM letter l USING unnest(p_owners, p_responses) AS u (owner, id) WHERE l.owner = u.owner AND l.object = u.id;
	DELETE FROM draft d USING unnest(p_owners, p_responses) AS u (owner, id) WHERE d.owner = u.owner AND d.id = u.id;
	DELETE FROM response r USING unnest(p_owners, p_responses) AS u (owner, id) WHERE r.owner = u.owner AND r.id = u.id;
	GET DIAGNOSTICS done = ROW_COUNT;
	FOR who IN SELECT p.id FROM person p JOIN unnest(p_responses, p_ats) AS u (id, at) ON u.id = p.id AND p.created_at < u.at LOOP
		PERFORM person_forget(who);
		done := done + 1;
	END LOOP;
	INSERT INTO response_tombstone (owner, response, erased_at)
		SELECT u.owner, u.id, u.at FROM unnest(p_owners, p_responses, p_ats) AS u (owner, id, at)
		  JOIN firm f ON f.id = u.owner ON CONFLICT DO NOTHING;
	RETURN done;
END
$$;
COMMENT ON FUNCTION tombstone_responses(bigint[], uuid[], timestamptz[]) IS 'erase once more the responses and accounts that a restored backup brought back; how many';

-- All at once: what others typed is read once, not once an address.
CREATE FUNCTION tombstone_addresses(p_hashes bytea[], p_ats timestamptz[]) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	done bigint;
BEGIN
	SELECT count(*) INTO done FROM address_erase(p_hashes, p_ats) e WHERE e.kind NOT IN ('suppression', 'account');
	INSERT INTO address_tombstone (hash, erased_at)
		SELECT u.hash, max(u.at) FROM unnest(p_hashes, p_ats) AS u (hash, at) GROUP BY u.hash
		ON CONFLICT (hash) DO UPDATE SET erased_at = greatest(address_tombstone.erased_at, excluded.erased_at);
	RETURN done;
END
$$;
COMMENT ON FUNCTION tombstone_addresses(bytea[], timestamptz[]) IS 'erase once more what a restored backup brought back about addresses; how many things that were';

CREATE FUNCTION tombstones() RETURNS TABLE (owner bigint, response uuid, hash bytea, erased_at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT owner, response, NULL::bytea, erased_at FROM response_tombstone
	UNION ALL SELECT NULL, NULL, hash, erased_at FROM address_tombstone ORDER BY 4, 2, 3
	$$;

-- ---- what consultants take out ----

-- Answers as consultants may take them out: what was written only with the
-- consent to be compared, and never with an address in it.
CREATE FUNCTION answers_for_review(given jsonb, consent boolean, written text) RETURNS jsonb
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	RETURN CASE WHEN consent THEN (answers_redact(given, NULL)).redacted ELSE given - string_to_array(written, ',') END;
END
$$;

-- Two exports at a time, and one for each person; false: not now.  What follows in
-- this transaction streams: rows come in the order of an index from the first on,
-- not after all of them were sorted.
CREATE FUNCTION export_slot() RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	PERFORM set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
		set_config('enable_mergejoin', 'off', true);
	RETURN reviewing() AND pg_try_advisory_xact_lock(hashtext('soundings.export'), hashtext(current_person()::text))
		AND (pg_try_advisory_xact_lock(hashtext('soundings.export slot'), 1)
		  OR pg_try_advisory_xact_lock(hashtext('soundings.export slot'), 2));
END
$$;

CREATE FUNCTION export_log() RETURNS TABLE (at timestamptz, actor text, object text, detail jsonb, broken boolean, mended text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
#variable_conflict use_column
BEGIN
	IF NOT reviewing() THEN
		RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN QUERY SELECT a.at, a.actor, a.object, a.detail, coalesce(e.action = 'response.export-broken', false),
			nullif(e.detail ->> 'mended', '0')
		FROM audit_event a LEFT JOIN audit_event e ON e.object = 'export ' || a.id AND e.action LIKE 'response.export-%'
		WHERE a.action = 'response.export' ORDER BY a.id DESC LIMIT 20;
END
$$;
COMMENT ON FUNCTION export_log() IS 'the last exports of responses, and how those ended that did not end well';

-- ---- forgotten by itself ----

-- One batch of what is older than so many days; how many rows.  -1: another
-- courier is at it.
CREATE FUNCTION retention_step(p_what text, p_days integer, p_batch integer) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	upto CONSTANT timestamptz := now() - make_interval(days => p_days);
	done bigint;
BEGIN
	IF p_days < 1 OR p_batch < 1 THEN
		RAISE EXCEPTION 'a day and a row at least' USING ERRCODE = 'check_violation';
	END IF;
	IF NOT pg_try_advisory_xact_lock(hashtext('soundings.retention')) THEN
		RETURN -1;
	END IF;
	CASE p_what
	WHEN 'drafts' THEN
		DELETE FROM draft WHERE ctid = ANY (ARRAY(SELECT ctid FROM draft WHERE saved_at < upto LIMIT p_batch FOR UPDATE SKIP LOCKED));
	WHEN 'letters' THEN
		DELETE FROM letter WHERE ctid = ANY (ARRAY(SELECT ctid FROM letter
			WHERE state IN ('sent', 'cancelled') AND done_at < upto LIMIT p_batch FOR UPDATE SKIP LOCKED));
	WHEN 'failed_letters' THEN
		DELETE FROM letter WHERE ctid = ANY (ARRAY(SELECT ctid FROM letter
			WHERE state IN ('failed', 'ambiguous') AND done_at < upto LIMIT p_batch FOR UPDATE SKIP LOCKED));
	WHEN 'contacts' THEN
		-- Nobody ever said that the address is theirs.
		DELETE FROM response_contact WHERE ctid = ANY (ARRAY(SELECT c.ctid FROM response_contact c
			JOIN response r ON r.owner = c.owner AND r.id = c.response
			WHERE r.confirmed_at IS NULL AND r.submitted_at < upto LIMIT p_batch FOR UPDATE OF c SKIP LOCKED));
		GET DIAGNOSTICS done = ROW_COUNT;
		-- A firm known by a free-mail address is known by a person's.
		DELETE FROM firm_domain d WHERE position('@' IN d.domain) > 0 AND NOT EXISTS (
			SELECT FROM response r JOIN response_contact c ON c.owner = r.owner AND c.response = r.id
			 WHERE r.firm_of_record = d.firm AND lower(c.email) = d.domain)
		  AND EXISTS (SELECT FROM firm f WHERE f.id = d.firm AND f.merged_into IS NULL AND f.created_at < upto)
		  AND NOT EXISTS (SELECT FROM response r WHERE r.firm_of_record = d.firm AND r.pool IN ('waiting', 'included')
			AND r.confirmed_at IS NOT NULL);
		RETURN done;
	WHEN 'history' THEN
		-- The row stays: how often a response was corrected limits probing.
		UPDATE response_history SET answers = '{}', raw = '', scores = '{}', flags = '{}'
		 WHERE ctid = ANY (ARRAY(SELECT ctid FROM response_history
			WHERE answers <> '{}' AND replaced_at < upto LIMIT p_batch FOR UPDATE SKIP LOCKED));
	WHEN 'audit' THEN
		DELETE FROM audit_event WHERE ctid = ANY (ARRAY(SELECT ctid FROM audit_event WHERE at < upto LIMIT p_batch));
	ELSE
		RAISE EXCEPTION 'nothing is called that' USING ERRCODE = 'check_violation';
	END CASE;
	GET DIAGNOSTICS done = ROW_COUNT;
	RETURN done;
END
$$;
COMMENT ON FUNCTION retention_step(text, integer, integer) IS 'forget one batch of what is older than so many days';

GRANT EXECUTE ON FUNCTION privacy_find(bytea[], text, text, text), privacy_export(bytea[], text, text, text), privacy_erase(bytea[], text, text, text)
	TO soundings_operator, soundings_review;
GRANT EXECUTE ON FUNCTION answers_for_review(jsonb, boolean, text), export_slot(), export_log(), address_hash(text) TO soundings_review;
-- By which consultants' own statements redact; they read nothing.
GRANT EXECUTE ON FUNCTION text_plain(text), address_marked(text), text_redact(text, bytea[]), answers_redact(jsonb, bytea[]) TO soundings_review;
-- Asked by the indexes, of what these roles write.
GRANT EXECUTE ON FUNCTION address_marked(text) TO soundings_respondent, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION tombstone_responses(bigint[], uuid[], timestamptz[]), tombstone_addresses(bytea[], timestamptz[]), tombstones(), person_remove(text, text, text, text) TO soundings_operator;
GRANT EXECUTE ON FUNCTION retention_step(text, integer, integer) TO soundings_courier;
