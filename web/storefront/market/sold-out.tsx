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

const timeOf = (at: number): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
