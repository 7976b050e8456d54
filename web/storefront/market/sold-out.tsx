import { useSoldOutAt } from '../../store/hooks.ts'
import { locale } from '../../ui/language.ts'
import { texts } from '../../ui/texts.ts'
import styles from './sold-out.module.css'

/**
 * A stamp, with the time of the last sale if this page was there. The time is only drawn: what is around the stamp has a
 * name that does not change by the minute.
 */
export function SoldOut({ id }: { id: number }) {
  const at = useSoldOutAt(id)
  return (
    <span className={styles.stamp} data-time={at === undefined ? undefined : timeOf(at)}>
      {texts.storefront.buy.soldOut}
    </span>
  )
}

/** Made once: making one takes longer than rendering a card. */
let clock: Intl.DateTimeFormat | null = null

function timeOf(at: number): string {
  clock ??= new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  return clock.format(at)
}
