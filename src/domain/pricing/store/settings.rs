//! A shop's terms, how prices end, and minimum margins.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        pricing::{level::Level, rounding::Rounding, rulebook::Margin, save_settings::PriceSettings},
    },
    shared::{currency::Currency, ids::ResellerId, money::Money},
};

pub(in crate::domain::pricing) struct Terms {
    pub shop: String,
    pub currency: Currency,
    pub commission_percent: Decimal,
    pub rounding: Rounding,
    pub platform_margin: Margin,
    pub reseller_margin: Margin,
}

pub(in crate::domain::pricing) async fn terms(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Terms, Internal> {
    let row = sqlx::query!(
        r#"select r.name, r.currency, r.commission_percent,
                  coalesce(s.rounding, p.rounding, 'none') as "rounding!",
                  coalesce(p.minimum_margin_micros, 0) as "platform_micros!",
                  coalesce(p.minimum_margin_percent, 0) as "platform_percent!",
                  coalesce(s.minimum_margin_micros, 0) as "reseller_micros!",
                  coalesce(s.minimum_margin_percent, 0) as "reseller_percent!"
           from resellers r
           left join price_settings s on s.reseller_id = r.id and s.currency = r.currency
           left join platform_price_settings p on p.currency = r.currency
           where r.id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let margin = |percent, micros| Margin {
        percent,
        fixed: Money::from_micros(micros, currency),
    };
    Ok(Terms {
        shop: row.name,
        currency,
        commission_percent: row.commission_percent,
        rounding: Rounding::parse(&row.rounding)
            .ok_or_else(|| Internal::broken(format!("prices are rounded by {}", row.rounding)))?,
        platform_margin: margin(row.platform_percent, row.platform_micros),
        reseller_margin: margin(row.reseller_percent, row.reseller_micros),
    })
}

pub(in crate::domain::pricing) async fn save(
    conn: &mut PgConnection,
    level: Level,
    settings: &PriceSettings,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let margin = settings.minimum_margin;
    match level {
        Level::Platform => {
            sqlx::query!(
                "insert into platform_price_settings
                     (currency, rounding, minimum_margin_micros, minimum_margin_percent)
                 values ($1, $2, $3, $4)
                 on conflict (currency) do update set
                     rounding = excluded.rounding, minimum_margin_micros = excluded.minimum_margin_micros,
                     minimum_margin_percent = excluded.minimum_margin_percent",
                margin.currency().code(),
                settings.rounding.as_str(),
                margin.micros(),
                settings.minimum_margin_percent,
            )
            .execute(conn)
            .await
        }
        Level::Shop(reseller) => {
            sqlx::query!(
                "insert into price_settings
                     (reseller_id, currency, rounding, minimum_margin_micros, minimum_margin_percent, updated_at)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (reseller_id, currency) do update set
                     rounding = excluded.rounding, minimum_margin_micros = excluded.minimum_margin_micros,
                     minimum_margin_percent = excluded.minimum_margin_percent, updated_at = excluded.updated_at",
                reseller.uuid(),
                margin.currency().code(),
                settings.rounding.as_str(),
                margin.micros(),
                settings.minimum_margin_percent,
                now,
            )
            .execute(conn)
            .await
        }
    }
    .map(drop)
}

/// The platform's settings of each currency that has some.
pub(in crate::domain::pricing) async fn platform(
    conn: &mut PgConnection,
) -> Result<Vec<PriceSettings>, Internal> {
    let rows = sqlx::query!(
        "select currency, rounding, minimum_margin_micros, minimum_margin_percent
         from platform_price_settings order by currency limit 200",
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PriceSettings {
                rounding: Rounding::parse(&row.rounding)
                    .ok_or_else(|| Internal::broken(format!("prices are rounded by {}", row.rounding)))?,
                minimum_margin: Money::from_micros(row.minimum_margin_micros, row.currency.parse()?),
                minimum_margin_percent: row.minimum_margin_percent,
            })
        })
        .collect()
}
