//! Companies that buy, and months that end.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use clouddail::{
    domain::{
        invoices::bill_companies::{Billed, bill_companies},
        orders::{
            buy::{Buy, buy},
            place::Payer,
            quote::Wish,
        },
        scope::{Customer, Scope, System},
        wallet::{
            self,
            credit_limit::set_credit_limit,
            open::{Owner, open},
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        ids::{CompanyInvoiceId, OrderId, OrganizationId, QuoteId},
        money::Money,
    },
};
use uuid::Uuid;

use super::World;

impl World {
    /// The first day of the month that is this many months ahead.
    pub fn month(&self, ahead: u32) -> NaiveDate {
        let today = self.backend.now().date_naive();
        today.with_day(1).unwrap() + Months::new(ahead)
    }

    /// Lets time pass until then.
    pub fn move_to(&self, day: NaiveDate, hour: u32, minute: u32) {
        let at: DateTime<Utc> = day.and_hms_opt(hour, minute, 0).unwrap().and_utc();
        let by = at - self.backend.now();
        assert!(by.num_seconds() >= 0, "time goes forward only");
        self.backend.clock.advance(by);
    }

    /// The company buys the French plan, for a cost centre.
    pub async fn company_buys(
        &self,
        customer: &Customer,
        company: OrganizationId,
        cost_centre: &str,
    ) -> OrderId {
        let request = Buy {
            wish: Wish::Plan(self.plan("114701").await),
            payer: Payer::Organization(company),
            max_price: None,
            promo_code: None,
            daily_cap: None,
        };
        let order = buy(&self.backend, customer, QuoteId::new(), &request)
            .await
            .unwrap();
        sqlx::query("update orders set cost_centre = $2 where id = $1")
            .bind(order.uuid())
            .bind(cost_centre)
            .execute(&mut self.owner().await)
            .await
            .unwrap();
        order
    }

    /// What the hourly job does.
    pub async fn bill(&self) -> Billed {
        bill_companies(&self.backend).await.unwrap()
    }

    /// The newest document, drafts too.
    pub async fn newest_document(&self) -> CompanyInvoiceId {
        let id: Uuid = sqlx::query_scalar("select id from organization_invoices order by id desc limit 1")
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        id.into()
    }

    /// The document of this number.
    pub async fn document(&self, number: &str) -> CompanyInvoiceId {
        let id: Uuid = sqlx::query_scalar("select id from organization_invoices where number = $1")
            .bind(number)
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        id.into()
    }

    /// A company without a balance that may buy on credit.
    pub async fn company_on_credit(&self, customer: &Customer, units: i64) -> OrganizationId {
        let company = OrganizationId::new();
        sqlx::query(
            "insert into organizations (id, reseller_id, name, billing_email, created_at)
             values ($1, $2, 'Fernweh', 'books@fernweh.test', now())",
        )
        .bind(company.uuid())
        .bind(customer.reseller().uuid())
        .execute(&mut self.owner().await)
        .await
        .unwrap();
        let system = System::of(customer.reseller(), "test");
        let limit = Money::from_micros(units * 1_000_000, self.currency_of(customer));
        let mut tx = self.backend.begin(&system).await.unwrap();
        set_credit_limit(&mut tx, &system, self.backend.now(), company, limit)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        company
    }

    fn currency_of(&self, customer: &Customer) -> clouddail::shared::currency::Currency {
        if customer.reseller() == self.kite.id {
            self.kite.brand.currency
        } else {
            self.aurora.brand.currency
        }
    }

    /// Money arrives in the company's wallet.
    pub async fn company_pays_in(&self, customer: &Customer, company: OrganizationId, micros: i64) {
        let system = System::of(customer.reseller(), "test");
        let (now, amount) = (
            self.backend.now(),
            Money::from_micros(micros, self.currency_of(customer)),
        );
        let mut tx = self.backend.begin(&system).await.unwrap();
        let wallet = open(
            &mut tx,
            &system,
            now,
            Owner::Organization(company),
            amount.currency(),
        )
        .await
        .unwrap();
        let transfer = Transfer::new(
            format!("test:{}", Uuid::now_v7()),
            TransferKind::Adjustment,
            "Paid in".into(),
            Reference {
                kind: "seed",
                id: wallet.uuid(),
            },
            vec![
                (Account::Adjustments, amount.negated().unwrap()),
                (Account::Wallet(wallet), amount),
            ],
        )
        .unwrap();
        wallet::post(&mut tx, &system, now, &transfer).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What a company's documents say it was charged, and what its wallets paid, in micro-units.
    pub async fn billed_and_moved(&self, company: OrganizationId) -> (i64, i64) {
        sqlx::query_as(
            "select (select coalesce(sum(charged_micros), 0) from organization_invoices
                     where organization_id = $1)::bigint,
                    (select coalesce(-sum(e.amount_micros), 0) from ledger_entries e
                     join wallets w on w.id = e.wallet_id join ledger_transfers t on t.id = e.transfer_id
                     where w.owner_id = $1 and t.kind in ('sale', 'refund'))::bigint",
        )
        .bind(company.uuid())
        .fetch_one(&mut self.owner().await)
        .await
        .unwrap()
    }
}
