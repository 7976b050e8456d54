import { formatMoney } from '../../shared/money.ts'
import styles from './money.module.css'

export interface MoneyProps {
  /** Minor units. */
  minor: number
  /** ISO 4217, and how many minor digits it has. */
  currency: string
  digits: number
}

/** An amount as people read it, "€12.00", with figures of one width. */
export const Money = ({ minor, currency, digits }: MoneyProps) => (
  <span className={styles.money}>{formatMoney(minor, currency, digits)}</span>
)
