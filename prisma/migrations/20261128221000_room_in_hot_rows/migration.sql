-- Rows that every record updates: with room on their page, a new version needs no new index entries.
ALTER TABLE "audit_chain" SET (fillfactor = 50);
ALTER TABLE "lane_day" SET (fillfactor = 70);
