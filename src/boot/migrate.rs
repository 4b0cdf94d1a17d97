//! Brings the database up to date: our tables, the queue's, and who may use them.

use sqlx::{Connection, Executor, PgConnection, migrate::Migrator};

use super::{BootError, config::Settings, wire};

/// The migrations, compiled in.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Opens the queue's tables to the worker's role: it runs the queue, and nobody else touches it.
const OPEN_QUEUE: &str = "
do $$
declare name text;
begin
    grant usage on schema graphile_worker to clouddail_worker;
    grant all on all tables in schema graphile_worker to clouddail_worker;
    grant all on all sequences in schema graphile_worker to clouddail_worker;
    grant execute on all functions in schema graphile_worker to clouddail_worker;
    for name in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity
    loop
        execute format('drop policy if exists worker on graphile_worker.%I', name);
        execute format('create policy worker on graphile_worker.%I to clouddail_worker using (true) with check (true)',
            name);
    end loop;
end $$";

/// Regular jobs of older versions carry no payload, which no handler can read; the schedule has them anew.
const FORGET_EMPTY_JOBS: &str = "delete from graphile_worker._private_jobs where payload::text = 'null'";

/// Runs what is missing. Safe to run again, and by two at once.
pub async fn run(settings: &Settings<'_>) -> Result<(), BootError> {
    let url = settings.text("DATABASE_URL")?;
    at(&url).await
}

/// Migrates the database at `url`, as its owner.
pub async fn at(url: &str) -> Result<(), BootError> {
    let mut connection = PgConnection::connect(url)
        .await
        .map_err(|error| BootError::failed("PostgreSQL cannot be reached", error))?;
    let failed = |error: sqlx::Error| BootError::failed("the job queue cannot be migrated", error);
    MIGRATOR
        .run(&mut connection)
        .await
        .map_err(|error| BootError::failed("a migration failed", error))?;
    let pool = wire::pool(url, "", 2).await?;
    // The queue migrates itself when a worker starts; it is started here once, as the owner, and runs nothing.
    graphile_worker::WorkerOptions::default()
        .pg_pool(pool.clone())
        .init()
        .await
        .map_err(|error| BootError::failed("the job queue cannot be migrated", error))?;
    connection.execute(OPEN_QUEUE).await.map_err(failed)?;
    connection.execute(FORGET_EMPTY_JOBS).await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    pool.close().await;
    Ok(())
}
