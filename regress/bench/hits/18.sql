-- SPDX-License-Identifier: Apache-2.0
-- Any ten groups: only their number is compared.
SELECT user_id, search_phrase, count(*) FROM hits GROUP BY user_id, search_phrase LIMIT 10;
