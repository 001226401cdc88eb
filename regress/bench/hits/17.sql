-- SPDX-License-Identifier: Apache-2.0
SELECT user_id, search_phrase, count(*)
FROM hits GROUP BY user_id, search_phrase ORDER BY count(*) DESC, user_id, search_phrase LIMIT 10;
