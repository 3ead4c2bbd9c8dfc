-- SPDX-License-Identifier: ISC

-- name: report_context (id uuid) -> one (firm_name text?, wave int4?, scores int4[]?)
SELECT firm_name, wave, scores FROM soundings.report_context($1)
