//! A database per test, copied from a template that is migrated and seeded once.

use std::sync::atomic::{AtomicU32, Ordering};

use clouddail::boot::migrate;
use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

/// Databases of one test process have its number in their names, so that two runs do not meet.
fn prefix() -> String {
    format!("t{}", std::process::id())
}

/// The superuser's URL of the test cluster, with the database's name replaced.
pub fn url(database: &str) -> String {
    let url = std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL is set by `make test`");
    let mut url = url::Url::parse(&url).expect("TEST_DATABASE_URL is a URL");
    url.set_path(database);
    url.to_string()
}

async fn admin() -> PgConnection {
    PgConnection::connect(&url("postgres"))
        .await
        .expect("the test cluster answers")
}

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A migrated and seeded database nobody else uses. `seed` fills the template the first time.
pub async fn fresh<F: Future<Output = ()>>(seed: impl FnOnce(String) -> F) -> String {
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = format!("{}_template", prefix());
            admin()
                .await
                .execute(sqlx::AssertSqlSafe(format!("create database {name}")))
                .await
                .expect("a template");
            migrate::at(&url(&name)).await.expect("migrations apply");
            seed(url(&name)).await;
            name
        })
        .await;
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("{}_{}", prefix(), NEXT.fetch_add(1, Ordering::Relaxed));
    // Copying fails while another test copies the same template; PostgreSQL wants it to itself.
    static COPYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _alone = COPYING.lock().await;
    admin()
        .await
        .execute(sqlx::AssertSqlSafe(format!(
            "create database {name} template {template}"
        )))
        .await
        .expect("a copy of the template");
    name
}

/// Removes a test's database, whoever is still connected.
pub async fn drop(name: &str) {
    let statement = format!("drop database if exists {name} with (force)");
    admin()
        .await
        .execute(sqlx::AssertSqlSafe(statement))
        .await
        .expect("the test's database goes away");
}
