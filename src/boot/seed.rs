//! `clouddail seed-demo`: three shops, their people, money in two wallets, and the catalogue.

use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{
    BootError,
    config::{Settings, sandbox_keys},
    demo_brands::{DEMO_BRANDS, DemoBrand},
    wire,
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, CreateAccount, Email, Password, PersonName, Role},
        api::{self, ApiKey, CreateKey, KeyKind, KeyScope},
        employees,
        error::Internal,
        esims, invoices, lines, members,
        organizations::{self, NewOrganization},
        payments, pricing,
        scope::System,
        staff, teams,
        tenancy::{self, seed::NewReseller, shop::SettlementMode},
        themes,
        wallet::{
            self,
            credit_limit::set_credit_limit,
            open::{Owner, open},
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    providers::payments::AccountKeys,
    shared::{
        brand::LegalPage,
        ids::{OrganizationId, QuoteId, ResellerId, UserId},
        money::Money,
        permissions::{OrganizationRole, StaffRole},
    },
};

/// Password of every demo login.
pub const DEMO_PASSWORD: &str = "demo-pass-1234";

/// Who can sign in where: shop, address, name, role.
const PEOPLE: [(&str, &str, &str, &str, Role); 9] = [
    ("house", "admin@clouddail.test", "Ada", "Admin", Role::SuperAdmin),
    ("aurora", "owner@aurora.test", "Olga", "Aurora", Role::Reseller),
    ("kite", "owner@kite.test", "Omar", "Kite", Role::Reseller),
    ("aurora", "customer@aurora.test", "Carla", "Traveller", Role::User),
    ("kite", "customer@kite.test", "Karl", "Traveller", Role::User),
    ("aurora", "owner@northwind.test", "Nora", "Northwind", Role::User),
    ("aurora", "finance@northwind.test", "Fin", "Northwind", Role::User),
    ("aurora", "manager@northwind.test", "Max", "Northwind", Role::User),
    ("aurora", "viewer@northwind.test", "Vera", "Northwind", Role::User),
];

/// Where each demo shop is, what it adds to each number, and to each data plan in percent.
const TERMS: [(&str, &str, &str, u32); 3] = [
    ("house", "localhost", "0.30", 10),
    ("aurora", "aurora.localhost", "0.50", 25),
    ("kite", "kite.localhost", "0.85", 40),
];

/// Opening balances, in whole units of the shop's currency.
const CUSTOMER_UNITS: &str = "50";
const FLOAT_UNITS: &str = "5000";
/// Of a shop whose customers pay the platform: only what its own system orders is taken from the float.
const SMALL_FLOAT_UNITS: &str = "500";

/// Keys of the REST interface, by shop.
const API_KEYS: [(&str, &str); 2] = [
    ("aurora", "cdk_test_aurora_4f9c2b7e1d8a4c6f"),
    ("kite", "cdk_test_kite_8b1e5d3a7c9f2e60"),
];

/// The company at Aurora, with what is in its wallet and how far below zero it may go.
const COMPANY: (&str, &str, &str) = ("aurora", "Northwind", "finance@northwind.test");
const COMPANY_UNITS: &str = "500";
const COMPANY_CREDIT_UNITS: &str = "200";
/// Who Aurora is on its invoices.
const SELLER: (&str, &str) = ("Aurora Mobile Ltd", "14 Harbour Street\n101 Reykjavík\nIceland");

const COMPANY_ROLES: [(&str, OrganizationRole); 4] = [
    ("owner@northwind.test", OrganizationRole::Owner),
    ("finance@northwind.test", OrganizationRole::Finance),
    ("manager@northwind.test", OrganizationRole::Manager),
    ("viewer@northwind.test", OrganizationRole::Viewer),
];

/// First name, last name, phone and cost centre.
type Person = (&'static str, &'static str, &'static str, &'static str);

/// The company's teams and who is in them. The manager leads the first.
const COMPANY_TEAMS: [(&str, &[Person]); 3] = [
    (
        "Sales",
        &[
            ("Amara", "Okafor", "iPhone 15", "CC-100"),
            ("Bruno", "Silva", "Pixel 9", "CC-100"),
            ("Chiara", "Ricci", "iPhone 16", "CC-100"),
            ("Daniel", "Novak", "Galaxy S24", "CC-110"),
            ("Elif", "Kaya", "iPhone 14", "CC-110"),
        ],
    ),
    (
        "Engineering",
        &[
            ("Farid", "Rahman", "Pixel 8", "CC-200"),
            ("Greta", "Lindqvist", "iPhone 15", "CC-200"),
            ("Hiro", "Tanaka", "Xperia 5", "CC-200"),
            ("Ines", "Moreau", "iPhone 16", "CC-210"),
        ],
    ),
    (
        "Field service",
        &[
            ("Jakub", "Kowalski", "Galaxy XCover 7", "CC-300"),
            ("Kemi", "Adeyemi", "Galaxy XCover 7", "CC-300"),
            ("Lars", "Hansen", "iPhone 13", "CC-300"),
        ],
    ),
];

/// Lines of the company: whose, and the vendor's plan.
const COMPANY_LINES: [(&str, &str, &str); 3] = [
    (
        "amara@northwind.test",
        "1global",
        "prdoff_01HV3KWPNRCT87000000114701",
    ),
    (
        "bruno@northwind.test",
        "1global",
        "prdoff_01HV3KWPNRCT87000000114702",
    ),
    ("farid@northwind.test", "telna", "114701"),
];
/// Their keys, so that seeding again buys nothing.
const LINE_KEYS: u128 = 0x0192_d5e8_a000_7000_8000_0000_0000_1000;

/// Fills an empty database; leaves one with shops as it is. Then brings the catalogue up to date.
pub async fn run(settings: &Settings<'_>) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    let url = settings.text("DATABASE_URL")?;
    let mut owner = PgConnection::connect(&url)
        .await
        .map_err(|error| BootError::failed("PostgreSQL cannot be reached", error))?;
    shops(&backend, &mut owner)
        .await
        .map_err(|error| BootError::failed("the demo cannot be seeded", error))?;
    let plans = esims::sync::sync(&backend)
        .await
        .map_err(|error| BootError::failed("the catalogue cannot be read", error))?;
    for (number, (email, provider, product)) in (0_u128..).zip(COMPANY_LINES) {
        let line = lines::Seeded {
            key: QuoteId::from(Uuid::from_u128(LINE_KEYS + number)),
            email,
            provider,
            product,
        };
        // The demo is one without them too.
        if let Err(error) = lines::seed(&backend, &line).await {
            tracing::warn!(%error, email, "a line of the demo was not bought");
        }
    }
    tracing::info!(plans, "demo seeded");
    Ok(())
}

/// The demo's shops, people and money, in one transaction of the tables' owner.
pub async fn shops(backend: &Backend, owner: &mut PgConnection) -> Result<(), Internal> {
    let broken = |what: &str| Internal::broken(format!("the demo's {what} is none"));
    let password = Password::parse(DEMO_PASSWORD).map_err(|_| broken("password"))?;
    let hash = password.hash(backend).await?;
    let mut tx = owner.begin().await?;
    if !tenancy::seed::is_empty(&mut tx).await? {
        return Ok(());
    }
    let now = backend.now();
    pricing::seed::platform(&mut tx, now).await?;
    for brand in &DEMO_BRANDS {
        let reseller = shop(&mut tx, backend, brand).await?;
        key(&mut tx, backend, reseller, brand.slug).await?;
        let company = company(&mut tx, backend, reseller, brand).await?;
        for (_, email, first_name, last_name, role) in PEOPLE.iter().filter(|(slug, ..)| *slug == brand.slug)
        {
            let account = CreateAccount {
                reseller,
                email: &Email::parse(email).map_err(|_| broken("e-mail"))?,
                password_hash: &hash,
                first_name: &PersonName::parse(first_name).map_err(|_| broken("first name"))?,
                last_name: &PersonName::parse(last_name).map_err(|_| broken("last name"))?,
                role: *role,
                is_verified: true,
            };
            let user = accounts::create_account(&mut tx, now, &account)
                .await
                .map_err(|error| Internal::broken(error.to_string()))?;
            if matches!(role, Role::Reseller | Role::SuperAdmin) {
                staff::add(&mut tx, reseller, user, StaffRole::Owner, now).await?;
            }
            let place = COMPANY_ROLES.iter().find(|(address, _)| address == email);
            if let (Some(id), Some((_, role))) = (company, place) {
                members::add(&mut tx, reseller, id, user, *role, now).await?;
                if *role == OrganizationRole::Manager {
                    company_people(&mut tx, backend, reseller, id, user).await?;
                }
            }
            if email.starts_with("customer@") {
                let units = Money::parse(CUSTOMER_UNITS, brand.currency)?;
                let paid_at = match brand.settlement_mode {
                    SettlementMode::PlatformCollects => Account::Adjustments,
                    SettlementMode::ResellerCollects => Account::ResellerClearing,
                };
                deposit(&mut tx, backend, reseller, Owner::Customer(user), paid_at, units).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn shop(tx: &mut PgConnection, backend: &Backend, brand: &DemoBrand) -> Result<ResellerId, Internal> {
    let now = backend.now();
    let (_, host, number_markup, data_markup_percent) =
        TERMS
            .iter()
            .find(|(slug, ..)| *slug == brand.slug)
            .ok_or_else(|| Internal::broken(format!("the demo has no terms for {}", brand.slug)))?;
    let legal_pages = brand
        .legal
        .iter()
        .map(|page| LegalPage {
            slug: page.slug.into(),
            title: page.title.into(),
            body: page.body.into(),
        })
        .collect();
    let new = NewReseller {
        slug: brand.slug,
        host,
        name: brand.name,
        tagline: brand.tagline,
        hero_title: brand.hero_title,
        hero_text: brand.hero_text,
        currency: brand.currency,
        settlement_mode: brand.settlement_mode,
        commission_percent: brand.commission_percent,
        support_email: brand.support_email,
        sender_name: brand.sender_name,
        sender_email: brand.sender_email,
        locale: brand.locale,
        is_platform: brand.is_platform,
        legal_pages,
    };
    let reseller = tenancy::seed::reseller(tx, &new, now).await?;
    themes::seed::theme(
        tx,
        reseller,
        &brand.tokens,
        brand.logo_svg,
        brand.favicon_svg,
        now,
    )
    .await?;
    let numbers = Money::parse(number_markup, brand.currency)?;
    pricing::seed::reseller(tx, reseller, numbers, *data_markup_percent, now).await?;
    let float = match brand.settlement_mode {
        SettlementMode::ResellerCollects => Some(FLOAT_UNITS),
        SettlementMode::PlatformCollects if brand.is_platform => None,
        SettlementMode::PlatformCollects => Some(SMALL_FLOAT_UNITS),
    };
    if let Some(units) = float {
        let amount = Money::parse(units, brand.currency)?;
        deposit(
            tx,
            backend,
            reseller,
            Owner::ResellerFloat,
            Account::Adjustments,
            amount,
        )
        .await?;
    }
    if brand.settlement_mode == SettlementMode::ResellerCollects {
        let keys = AccountKeys {
            secret_key: sandbox_keys::KITE_FLUTTERWAVE_SECRET_KEY.to_owned().into(),
            webhook_hash: sandbox_keys::KITE_FLUTTERWAVE_WEBHOOK_HASH.to_owned().into(),
        };
        let system = System::of(reseller, "seed");
        payments::save_credentials::enter(tx, backend, &system, &keys).await?;
    }
    Ok(reseller)
}

async fn key(
    tx: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    slug: &str,
) -> Result<(), Internal> {
    let Some((_, secret)) = API_KEYS.iter().find(|(shop, _)| *shop == slug) else {
        return Ok(());
    };
    let new = CreateKey {
        name: "Demo".into(),
        kind: KeyKind::Test,
        scopes: KeyScope::ALL.to_vec(),
        allowed_networks: vec![],
        daily_cap: None,
        expires_at: None,
        secret: Some(ApiKey::parse(secret).ok_or_else(|| Internal::broken("the demo's key is none"))?),
    };
    let system = System::of(reseller, "seed");
    api::create_key(tx, &system, backend.now(), new).await?;
    Ok(())
}

async fn company(
    tx: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    brand: &DemoBrand,
) -> Result<Option<OrganizationId>, Internal> {
    let (shop, name, billing_email) = COMPANY;
    if shop != brand.slug {
        return Ok(None);
    }
    let system = System::of(reseller, "seed");
    let new = NewOrganization {
        name,
        billing_email: &Email::parse(billing_email)
            .map_err(|_| Internal::broken("the demo's billing e-mail is none"))?,
    };
    let id = organizations::add(tx, &system, backend.now(), &new).await?;
    let amount = Money::parse(COMPANY_UNITS, brand.currency)?;
    deposit(
        tx,
        backend,
        reseller,
        Owner::Organization(id),
        Account::Adjustments,
        amount,
    )
    .await?;
    invoices::seed::seed(tx, &system, backend.now(), SELLER.0, SELLER.1).await?;
    let limit = Money::parse(COMPANY_CREDIT_UNITS, brand.currency)?;
    set_credit_limit(tx, &system, backend.now(), id, limit)
        .await
        .map_err(|error| Internal::broken(error.to_string()))?;
    Ok(Some(id))
}

/// The company's teams, the first of them led by the manager, and its employees.
async fn company_people(
    tx: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    id: OrganizationId,
    manager: UserId,
) -> Result<(), Internal> {
    let now = backend.now();
    for (index, (team, people)) in COMPANY_TEAMS.iter().enumerate() {
        let team = teams::seed(tx, reseller, id, team, now).await?;
        if index == 0 {
            teams::lead(tx, reseller, id, team, manager).await?;
        }
        for (first_name, last_name, phone_model, cost_centre) in *people {
            let employee = employees::Seeded {
                first_name,
                last_name,
                phone_model,
                cost_centre,
                team,
            };
            employees::seed(tx, reseller, id, &employee, now).await?;
        }
    }
    Ok(())
}

async fn deposit(
    tx: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    owner: Owner,
    paid_at: Account,
    amount: Money,
) -> Result<(), Internal> {
    let system = System::of(reseller, "seed");
    let now = backend.now();
    let wallet = open(tx, &system, now, owner, amount.currency()).await?;
    let reference = Reference {
        kind: "seed",
        id: wallet.uuid(),
    };
    let legs = vec![(paid_at, amount.negated()?), (Account::Wallet(wallet), amount)];
    let transfer = Transfer::new(
        format!("opening:{wallet}"),
        TransferKind::Opening,
        "Opening balance".into(),
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    wallet::post(tx, &system, now, &transfer)
        .await
        .map_err(|error| Internal::broken(error.to_string()))?;
    Ok(())
}
