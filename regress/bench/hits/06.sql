-- SPDX-License-Identifier: Apache-2.0
SELECT count(DISTINCT search_phrase) FROM hits;
