import { Button } from '@mantine/core'
import { useCallback, useState } from 'react'
import { sellerTexts } from '../ui/seller-texts.ts'
import { ProductRow } from './product-row.tsx'
import styles from './product-table.module.css'
import { StockSheet } from './stock-sheet.tsx'

const said = sellerTexts.table
/** So many rows are made at once; a thousand at a time would make a phone stutter. */
const pageSize = 100

/** The products of `ids` as a table, a page at a time. */
export function ProductTable({ ids, withShop }: { ids: readonly number[]; withShop: boolean }) {
  const [shown, setShown] = useState(pageSize)
  const [stockOf, setStockOf] = useState<number | null>(null)
  const openStock = useCallback((productId: number) => setStockOf(productId), [])
  return (
    <>
      <table className={styles.table}>
        <caption className={styles.caption}>{said.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{said.product}</th>
            <th scope="col" className={styles.wide}>
              {said.category}
            </th>
            <th scope="col" className={`${styles.wide} ${styles.figure}`}>
              {said.price}
            </th>
            <th scope="col" className={styles.figure}>
              {said.stock}
            </th>
            <th scope="col" className={styles.wide}>
              {said.visibility}
            </th>
            <th scope="col">
              <span className={styles.unseen}>{said.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ids.slice(0, shown).map((id) => (
            <ProductRow key={id} id={id} withShop={withShop} onStock={openStock} />
          ))}
        </tbody>
      </table>
      {ids.length > shown && (
        <Button variant="subtle" fullWidth onClick={() => setShown(shown + pageSize)}>
          {sellerTexts.showMore(ids.length - shown)}
        </Button>
      )}
      <StockSheet productId={stockOf} onClose={() => setStockOf(null)} />
    </>
  )
}
