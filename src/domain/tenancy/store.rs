//! The SQL of the tenancy room.

pub(super) mod set_up;
pub(super) mod terms;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{HostName, Shop, find::FoundReseller, seed::NewReseller, shop::SettlementMode};
use crate::{
    domain::{
        error::Internal,
        scope::Visitor,
        themes::{self, tokens::ThemeTokens},
    },
    shared::{
        brand::{Brand, BrandWords, LegalLink, LegalPage},
        features::Features,
        ids::{AssetId, ResellerId},
        shop_set_up::ShopStatus,
    },
};

pub(super) async fn shop_by_host(conn: &mut PgConnection, host: &HostName) -> Result<Option<Shop>, Internal> {
    let Some(row) = sqlx::query!(
        r#"select r.id as "id: ResellerId", r.slug, r.name, r.tagline, r.hero_title, r.hero_text, r.status,
                  r.currency, r.settlement_mode, r.commission_percent, r.support_email, r.support_url, r.locale, r.is_platform,
                  (select p.host from reseller_domains p
                   where p.reseller_id = r.id and p.is_primary and p.state = 'verified' and p.failing_since is null
                         and p.host <> $1) as led_to,
                  coalesce(f.numbers, true) as "numbers!", coalesce(f.esims, true) as "esims!",
                  coalesce(f.api, true) as "api!", t.version, t.tokens, t.logo_id as "logo_id: AssetId", t.favicon_id as "favicon_id: AssetId",
                  coalesce((select jsonb_agg(jsonb_build_object('slug', l.slug, 'title', l.title) order by l.slug)
                            from legal_pages l where l.reseller_id = r.id), '[]') as "legal_links!"
           from resellers r
           join themes t on t.reseller_id = r.id and t.state = 'published'
           left join reseller_features f on f.reseller_id = r.id
           where r.id = (select reseller_id from reseller_domains where host = $1 and state = 'verified')"#,
        host.as_str(),
    )
    .fetch_optional(conn)
    .await?
    else {
        return Ok(None);
    };
    let tokens: ThemeTokens = serde_json::from_value(row.tokens)?;
    let legal_links: Vec<LegalLink> = serde_json::from_value(row.legal_links)?;
    let settlement_mode = SettlementMode::parse(&row.settlement_mode)
        .ok_or_else(|| Internal::broken("unknown settlement mode"))?;
    let asset = |id: Option<AssetId>| id.map(|id| format!("/brand/{id}")).unwrap_or_default();
    let brand = Brand {
        theme_url: format!("/theme/{}/{}.css", row.slug, row.version),
        slug: row.slug,
        name: row.name,
        tagline: row.tagline,
        hero_title: row.hero_title,
        hero_text: row.hero_text,
        logo_url: asset(row.logo_id),
        favicon_url: asset(row.favicon_id),
        theme_color: themes::stylesheet::theme_color(&tokens).to_string(),
        support_email: row.support_email,
        support_url: row.support_url,
        currency: row.currency.parse()?,
        locale: row.locale,
        is_platform: row.is_platform,
        font_url: themes::stylesheet::font_url(&tokens),
        legal_links,
        features: Features {
            numbers: row.numbers,
            esims: row.esims,
            api: row.api,
        },
    };
    Ok(Some(Shop {
        id: row.id,
        visitor: Visitor::of(row.id),
        host: host.as_str().to_owned(),
        led_to: row.led_to,
        brand,
        settlement_mode,
        commission_percent: row.commission_percent,
        is_suspended: row.status == ShopStatus::Suspended.as_str(),
        is_trial: row.status == ShopStatus::Trial.as_str(),
    }))
}

pub(super) async fn legal_page(
    conn: &mut PgConnection,
    reseller: ResellerId,
    slug: &str,
) -> Result<Option<LegalPage>, sqlx::Error> {
    sqlx::query_as!(
        LegalPage,
        "select slug, title, body from legal_pages where reseller_id = $1 and slug = $2",
        reseller.uuid(),
        slug,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_reseller(
    conn: &mut PgConnection,
    id: ResellerId,
    new: &NewReseller<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into resellers
             (id, slug, name, tagline, hero_title, hero_text, status, currency, settlement_mode, commission_percent,
              support_email, sender_name, sender_email, locale, is_platform, created_at)
         values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id.uuid(),
        new.slug,
        new.name,
        new.tagline,
        new.hero_title,
        new.hero_text,
        new.currency.code(),
        new.settlement_mode.as_str(),
        new.commission_percent,
        new.support_email,
        new.sender_name,
        new.sender_email,
        new.locale,
        new.is_platform,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into reseller_domains (id, reseller_id, host, is_primary, state, created_at)
         values ($1, $2, $3, true, 'verified', $4)",
        uuid::Uuid::now_v7(),
        id.uuid(),
        new.host,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_legal_page(
    conn: &mut PgConnection,
    reseller: ResellerId,
    slug: &str,
    title: &str,
    body: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into legal_pages (reseller_id, slug, title, body, updated_at) values ($1, $2, $3, $4, $5)",
        reseller.uuid(),
        slug,
        title,
        body,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn is_empty(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let any = sqlx::query_scalar!(r#"select exists (select from resellers) as "any!""#)
        .fetch_one(conn)
        .await?;
    Ok(!any)
}

pub(super) async fn reseller_by_slug(
    conn: &mut PgConnection,
    slug: &str,
) -> Result<Option<FoundReseller>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: ResellerId", name, currency from resellers where slug = $1"#,
        slug,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(FoundReseller {
            id: row.id,
            name: row.name,
            currency: row.currency.parse()?,
        })
    })
    .transpose()
}

pub(super) async fn lock_settlement_mode(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        "select settlement_mode from resellers where id = $1 for no key update",
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_settlement_mode(
    conn: &mut PgConnection,
    reseller: ResellerId,
    mode: SettlementMode,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set settlement_mode = $2 where id = $1",
        reseller.uuid(),
        mode.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Every shop but the platform's own.
pub(super) async fn choices(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<crate::shared::settlement::ShopChoice>, Internal> {
    let rows = sqlx::query!(
        "select slug, name, currency from resellers where not is_platform order by name, slug limit $1",
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(crate::shared::settlement::ShopChoice {
                slug: row.slug,
                name: row.name,
                currency: row.currency.parse()?,
            })
        })
        .collect()
}

pub(super) async fn set_words(
    conn: &mut PgConnection,
    reseller: ResellerId,
    words: &BrandWords,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set name = $2, tagline = $3, hero_title = $4, hero_text = $5, sender_name = $6,
                              support_url = $7
         where id = $1",
        reseller.uuid(),
        words.name,
        words.tagline,
        words.hero_title,
        words.hero_text,
        words.sender_name,
        words.support_url,
    )
    .execute(&mut *conn)
    .await?;
    let column = |of: fn(&LegalPage) -> &String| words.legal.iter().map(of).cloned().collect::<Vec<_>>();
    let slugs = column(|page| &page.slug);
    sqlx::query!(
        "delete from legal_pages where reseller_id = $1 and slug <> all($2)",
        reseller.uuid(),
        &slugs,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into legal_pages (reseller_id, slug, title, body, updated_at)
         select $1, page.slug, page.title, page.body, $5
         from unnest($2::text[], $3::text[], $4::text[]) as page (slug, title, body)
         on conflict (reseller_id, slug) do update
         set title = excluded.title, body = excluded.body, updated_at = excluded.updated_at
         where (legal_pages.title, legal_pages.body) is distinct from (excluded.title, excluded.body)",
        reseller.uuid(),
        &slugs,
        &column(|page| &page.title),
        &column(|page| &page.body),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
