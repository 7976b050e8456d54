import { NativeSelect } from '@mantine/core'
import type { Shop } from '../../../shared/protocol/shapes.ts'

export interface ShopSelectProps {
  label: string
  shops: readonly Shop[]
  shopId: number | undefined
  onChange: (shopId: number) => void
}

/** Chooses one of several shops. */
export const ShopSelect = ({ label, shops, shopId, onChange }: ShopSelectProps) => (
  <NativeSelect
    label={label}
    value={shopId}
    onChange={(event) => onChange(Number(event.currentTarget.value))}
    data={shops.map(({ id, name }) => ({ value: String(id), label: name }))}
  />
)
