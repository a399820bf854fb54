-- The role that owns the tables, and the one the site works as, which owns none. Run as a superuser, once a server.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_owner') THEN
        CREATE ROLE danbao_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app') THEN
        CREATE ROLE danbao_app LOGIN;
    END IF;
END
$$;
