-- In the site's database, once: what the owner makes later, the site may read and write, but never TRUNCATE.
-- A migration takes away more where rows are append-only.
GRANT ALL ON SCHEMA public TO danbao_owner;
GRANT USAGE ON SCHEMA public TO danbao_app;
ALTER DEFAULT PRIVILEGES FOR ROLE danbao_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO danbao_app;
ALTER DEFAULT PRIVILEGES FOR ROLE danbao_owner GRANT USAGE, SELECT ON SEQUENCES TO danbao_app;
