import { useMoney } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { texts } from '../../ui/texts.ts'

/** A price in minor units, which tints when it changes; 0 shows as free. */
export function Price({ minor }: { minor: number }) {
  const money = useMoney()
  return <Figure value={minor}>{minor === 0 ? texts.storefront.free : money(minor)}</Figure>
}
