import { Button, Menu } from '@mantine/core'
import { Icon } from '../../../ui/icons.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import styles from '../products-page.module.css'

const said = sellerTexts.import
const files = [
  ['products', said.exportProducts],
  ['orders', said.exportOrders],
  ['ledger', said.exportLedger],
] as const

/** Exports data as CSV: of a shop, or with null of all shops, whose rows then say whose they are. */
export function ExportMenu({ shopId }: { shopId: number | null }) {
  const which = shopId === null ? 'shops=all' : `shopId=${shopId}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="outline" className={styles.compact ?? ''} aria-label={said.export}>
          <Icon name="download" size={16} />
          <span className={styles.label}>{said.export}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(([name, text]) => (
          <Menu.Item key={name} component="a" href={`/api/export/${name}.csv?${which}`} download>
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
