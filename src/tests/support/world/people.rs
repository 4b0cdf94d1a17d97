//! People with rights.

use clouddail::{
    boot::seed,
    domain::accounts::{self, Email, Role},
    shared::permissions::{OrganizationRole, StaffRole},
};

use super::{World, shop};
use crate::support::Client;

impl World {
    /// A browser of a new account at a shop, with this role there and perhaps a place among its staff.
    pub async fn person_browser(&self, host: &str, role: Role, staff: Option<StaffRole>) -> Client {
        let shop = shop(&self.backend, host).await;
        let email = format!(
            "{}-{}@people.test",
            role.as_str().replace('_', "-"),
            uuid::Uuid::now_v7().simple()
        );
        let now = self.backend.now();
        let password = accounts::Password::parse(seed::DEMO_PASSWORD).unwrap();
        let new = accounts::CreateAccount {
            reseller: shop.id,
            email: &Email::parse(&email).unwrap(),
            password_hash: &password.hash(&self.backend).await.unwrap(),
            first_name: &accounts::PersonName::parse("Pat").unwrap(),
            last_name: &accounts::PersonName::parse("Person").unwrap(),
            role,
            is_verified: true,
        };
        let mut owner = self.owner().await;
        let user = accounts::create_account(&mut owner, now, &new).await.unwrap();
        if let Some(role) = staff {
            clouddail::domain::staff::add(&mut owner, shop.id, user, role, now)
                .await
                .unwrap();
        }
        self.browser(host, &email).await
    }

    /// A browser of somebody on Aurora's staff.
    pub async fn staff_browser(&self, role: StaffRole) -> Client {
        self.person_browser("aurora.localhost", Role::Reseller, Some(role))
            .await
    }

    /// A browser of somebody new in Northwind, Aurora's company.
    pub async fn member_browser(&self, role: OrganizationRole) -> Client {
        let client = self.person_browser("aurora.localhost", Role::User, None).await;
        let (company, user): (uuid::Uuid, uuid::Uuid) = sqlx::query_as(
            "select (select id from organizations where name = 'Northwind'), u.id from users u order by u.id desc limit 1",
        )
        .fetch_one(&mut self.owner().await)
        .await
        .unwrap();
        let (company, now) = (company.into(), self.backend.now());
        clouddail::domain::members::add(
            &mut self.owner().await,
            self.aurora.id,
            company,
            user.into(),
            role,
            now,
        )
        .await
        .unwrap();
        client
    }
}
