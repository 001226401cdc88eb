-- SPDX-License-Identifier: Apache-2.0
SELECT avg(user_id) FROM hits;
