import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import styles from './sheet-end.module.css'
import { useShopping } from './shopping.ts'

export interface SheetEndProps {
  to: '/' | '/orders'
  toText: string
  closeText: string
  variant?: 'filled' | 'default'
  /** Stays in view while the rest scrolls. */
  pinned?: boolean
}

/** The end of a sheet with an outcome: a link to a page, and a button that closes the sheet. */
export function SheetEnd({ to, toText, closeText, variant = 'filled', pinned = false }: SheetEndProps) {
  const { sheets } = useShopping()
  return (
    <Group justify="space-between" className={styles.end ?? ''} data-pinned={pinned || undefined}>
      <Link to={to} onClick={() => sheets.close()}>
        {toText}
      </Link>
      <Button variant={variant} onClick={() => sheets.close()}>
        {closeText}
      </Button>
    </Group>
  )
}
