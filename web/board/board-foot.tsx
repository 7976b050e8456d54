import { lazy, Suspense } from 'react'
import type { Sale, Shop } from '../../shared/protocol/shapes.ts'
import { useClient, useOpenedSession, useSales, useSoldLastMinute } from '../store/hooks.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Figure } from '../ui/figure.tsx'
import { locale } from '../ui/language.ts'
import { grouped } from '../ui/plurals.ts'
import { QrCode } from '../ui/qr-code.tsx'
import styles from './board-foot.module.css'

const salesMax = 3

/** Codes to call out, items sold per minute, the last three sales, and where to buy. */
export const BoardFoot = ({ shop }: { shop: Shop | null | undefined }) => (
  <>
    {shop && <CodesForSeller shop={shop} />}
    <footer className={styles.foot}>
      <UnitsPerMinute shopId={shop?.id} />
      <LastSales shop={shop} />
      <WayToBuy shop={shop} />
    </footer>
  </>
)

/** Few boards show them, so most need not load what they need. */
const ReadyCodes = lazy(async () => ({ default: (await import('./ready-codes.tsx')).ReadyCodes }))

function CodesForSeller({ shop }: { shop: Shop }) {
  const role = useOpenedSession()?.session.role
  return role === 'seller' || role === 'operator' ? (
    <Suspense fallback={null}>
      <ReadyCodes shopId={shop.id} />
    </Suspense>
  ) : null
}

function UnitsPerMinute({ shopId }: { shopId: number | undefined }) {
  const units = useSoldLastMinute(shopId)
  return (
    <p className={styles.units}>
      <strong>{units === null ? '–' : <Figure value={units}>{grouped(units)}</Figure>}</strong>
      {boardTexts.perMinute}
    </p>
  )
}

const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function LastSales({ shop }: { shop: Shop | null | undefined }) {
  const { store } = useClient()
  const recent = useSales()?.recent ?? []
  const ofShop = ({ productId }: Sale) => !shop || store.product(productId)?.shopId === shop.id
  const last = recent.filter((sale) => store.product(sale.productId) && ofShop(sale)).slice(0, salesMax)
  return (
    <section className={styles.sales} aria-label={boardTexts.lastSales}>
      {last.length === 0 && <p className={styles.none}>{boardTexts.noSales}</p>}
      {last.map(({ productId, quantity, at }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sale has no id, and its line is all that changes
        <p key={index} className={styles.sale}>
          <span className={styles.time}>{clock.format(at)}</span>
          <span>{boardTexts.sale(quantity, store.product(productId)?.name ?? '')}</span>
        </p>
      ))}
    </section>
  )
}

function WayToBuy({ shop }: { shop: Shop | null | undefined }) {
  const address = shop ? `${window.location.origin}/shop/${shop.slug}` : `${window.location.origin}/`
  return (
    <div className={styles.buy}>
      <p>
        <strong>{boardTexts.buy}</strong>
        {window.location.host}
      </p>
      <div className={styles.code}>
        <QrCode text={address} label={boardTexts.buyCode(address)} />
      </div>
    </div>
  )
}
