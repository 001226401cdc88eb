-- SPDX-License-Identifier: Apache-2.0
SELECT adv_engine_id, count(*) FROM hits WHERE adv_engine_id <> 0 GROUP BY adv_engine_id ORDER BY count(*) DESC, adv_engine_id;
