-- An index serves only comparisons of its own collation, and these are compared with "lane" and "deployment".
ALTER TABLE "lane_chunk" ALTER COLUMN "application" TYPE TEXT COLLATE "C";
ALTER TABLE "annotation" ALTER COLUMN "application" TYPE TEXT COLLATE "C";
