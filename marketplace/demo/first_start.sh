#!/bin/sh
# Run by the PostgreSQL image when its folder is empty: the two roles with their passwords, the database, who may do what.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --file "${SQL_FOLDER:-/sql}/roles.sql"
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
ALTER ROLE danbao_owner PASSWORD :'owner';
ALTER ROLE danbao_app PASSWORD :'app';
CREATE DATABASE danbao OWNER danbao_owner;
SQL
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname danbao --file "${SQL_FOLDER:-/sql}/grants.sql"
