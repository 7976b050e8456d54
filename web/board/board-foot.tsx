import { lazy, Suspense, useCallback } from 'react'
import type { Sale, Shop } from '../../shared/protocol/shapes.ts'
import { useClient, useOpenedSession, useSoldLastMinute } from '../store/hooks.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Figure } from '../ui/figure.tsx'
import { locale } from '../ui/language.ts'
import { grouped } from '../ui/plurals.ts'
import { QrCode } from '../ui/qr-code.tsx'
import styles from './board-foot.module.css'
import { useTicker } from './use-ticker.ts'

/** Codes to call out, items sold per minute, what was sold last, and where to buy. */
export const BoardFoot = ({ shop }: { shop: Shop | null | undefined }) => (
  <>
    {shop && <CodesForSeller shop={shop} />}
    <footer className={styles.foot}>
      <div className={styles.news}>
        <UnitsPerMinute shopId={shop?.id} />
        <LastSales shop={shop} />
      </div>
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

/** One line at a time; in a rush, the sales of a product are one line. */
function LastSales({ shop }: { shop: Shop | null | undefined }) {
  const { store } = useClient()
  const shopId = shop?.id
  const isShown = useCallback(
    ({ productId }: Sale) => {
      const product = store.product(productId)
      return product !== undefined && (shopId === undefined || product.shopId === shopId)
    },
    [store, shopId],
  )
  const line = useTicker(isShown)
  const name = line && store.product(line.productId)?.name
  return (
    <section className={styles.sales} aria-label={boardTexts.lastSales}>
      {!line && <p className={styles.none}>{boardTexts.noSales}</p>}
      {line && (
        <p key={`${line.productId} ${line.at}`} className={styles.sale}>
          <span className={styles.time}>{clock.format(line.at)}</span>
          <span className={styles.sold}>
            {line.seconds === null
              ? boardTexts.sale(line.quantity, name ?? '')
              : boardTexts.rush(line.quantity, name ?? '', line.seconds)}
          </span>
        </p>
      )}
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
