import { useMoney } from '../store/hooks.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import styles from './cart-bar.module.css'
import { useCartLines, useShopping } from './shopping.ts'

/** On phones, in the thumb's reach as soon as something is in the cart. */
export function CartBar() {
  const { sheets } = useShopping()
  const lines = useCartLines()
  const money = useMoney()
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  if (pieces === 0) return null
  return (
    <div className={styles.bar}>
      <button type="button" aria-haspopup="dialog" onClick={() => sheets.show({ kind: 'cart' })}>
        <Icon name="bag" />
        {texts.storefront.cartBar(pieces, money(total))}
      </button>
    </div>
  )
}
