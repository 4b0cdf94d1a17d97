//! Lines of Northwind, Aurora's company, and what its phones do.

use clouddail::{
    domain::{
        api, lines, organizations,
        scope::{ClientAt, System},
        usage::{self, Reading, Taken},
    },
    shared::ids::{EmployeeId, LineId, OrganizationId, QuoteId},
};
use serde_json::json;
use uuid::Uuid;

use super::{World, api::AURORA_KEY};

/// A line somebody at Northwind has.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: LineId,
    pub employee: EmployeeId,
    pub iccid: String,
    pub allowance: i64,
}

impl World {
    pub async fn northwind_id(&self) -> OrganizationId {
        let id: Uuid = sqlx::query_scalar("select id from organizations where name = 'Northwind'")
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        id.into()
    }

    /// Aurora's own system at work for Northwind.
    pub async fn northwind(&self) -> ClientAt {
        let known = api::identify(&self.backend, &self.aurora, AURORA_KEY, self.address.ip())
            .await
            .unwrap();
        let (scope, _) = organizations::act_for(&self.backend, &known.client, self.northwind_id().await)
            .await
            .unwrap()
            .unwrap();
        scope
    }

    /// Buys a line with the French plan for somebody at Northwind, by their first name.
    pub async fn line(&self, first_name: &str) -> Line {
        let employee: Uuid = sqlx::query_scalar("select id from employees where email = $1")
            .bind(format!("{first_name}@northwind.test"))
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        let issue = lines::Issue {
            key: QuoteId::new(),
            employee: employee.into(),
            plan: self.plan("114701").await,
            max_price: None,
        };
        let (_, line) = lines::issue(&self.backend, &self.northwind().await, &issue)
            .await
            .unwrap();
        let id = line.expect("the sandbox delivers at once");
        let (iccid, allowance): (String, i64) =
            sqlx::query_as("select iccid, allowance_bytes from lines where id = $1")
                .bind(id.uuid())
                .fetch_one(&mut self.owner().await)
                .await
                .unwrap();
        Line {
            id,
            employee: employee.into(),
            iccid,
            allowance,
        }
    }

    /// The phone has used so much since its first day.
    pub async fn phone_has_used(&self, line: &Line, bytes: i64) {
        let path = format!("/_sandbox/esims/{}", line.iccid);
        self.sandbox
            .post(&path, json!({ "state": "ENABLED", "used_bytes": bytes }))
            .await;
    }

    /// Readings that a vendor told.
    pub async fn take(&self, readings: &[Reading]) -> Taken {
        let system = System::of(self.aurora.id, "test");
        let company = self.northwind_id().await;
        let mut tx = self.backend.begin(&system).await.unwrap();
        let taken = usage::take(&mut tx, &self.backend, &system, company, readings, &[])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        taken
    }

    /// Days, bytes and readings of a line, by the rollup.
    pub async fn used_by_day(&self, line: LineId) -> Vec<(String, i64, i64)> {
        sqlx::query_as(
            "select day::text, sum(bytes)::bigint, sum(events)::bigint from usage_days where line_id = $1
             group by day order by day",
        )
        .bind(line.uuid())
        .fetch_all(&mut self.owner().await)
        .await
        .unwrap()
    }
}
