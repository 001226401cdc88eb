-- SPDX-License-Identifier: Apache-2.0
SELECT user_id, extract(minute FROM event_time) AS minute, search_phrase, count(*)
FROM hits GROUP BY user_id, minute, search_phrase ORDER BY count(*) DESC, user_id, minute, search_phrase LIMIT 10;
