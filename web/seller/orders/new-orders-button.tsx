import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useSellerTools } from '../shell/seller-tools.ts'
import styles from './new-orders-button.module.css'

/** "3 new, show". Its space is reserved, so that nothing shifts when it appears. */
export function NewOrdersButton({ count }: { count: number }) {
  const { seen } = useSellerTools()
  const before = useRef(count)
  useEffect(() => {
    if (count > before.current) announce(sellerTexts.newOrdersSaid(count))
    before.current = count
  }, [count])
  return (
    <div className={styles.newer}>
      {count > 0 && (
        <Button size="sm" variant="light" leftSection={<Icon name="bell" size={16} />} onClick={seen.showAll}>
          {sellerTexts.newOrders(count)}
        </Button>
      )}
    </div>
  )
}
