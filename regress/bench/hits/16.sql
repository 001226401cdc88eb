-- SPDX-License-Identifier: Apache-2.0
SELECT user_id, count(*) FROM hits GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 10;
