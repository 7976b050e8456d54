import { Button, Menu } from '@mantine/core'
import { Icon } from '../../../ui/icons.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import styles from '../products-page.module.css'

const said = sellerTexts.import

/** Exports a shop's data as CSV. */
export function ExportMenu({ shopId, hasProducts }: { shopId: number; hasProducts: boolean }) {
  if (!hasProducts) return null
  const file = (name: string) => `/api/export/${name}.csv?shopId=${shopId}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="outline" className={styles.compact ?? ''} aria-label={said.export}>
          <Icon name="download" size={16} />
          <span className={styles.label}>{said.export}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={file('products')} download>
          {said.exportProducts}
        </Menu.Item>
        <Menu.Item component="a" href={file('orders')} download>
          {said.exportOrders}
        </Menu.Item>
        <Menu.Item component="a" href={file('ledger')} download>
          {said.exportLedger}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
