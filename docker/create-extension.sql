-- SPDX-License-Identifier: Apache-2.0
-- Run once, in the database that a new cluster is made with.
CREATE EXTENSION IF NOT EXISTS icebridge;
