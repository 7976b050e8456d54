import { Box, Button, Group } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Icon } from '../../ui/icons.tsx'
import { grouped } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { IfMay } from '../shell/if-may.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay } from '../shell/use-command.ts'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { CategoryList } from './category-list.tsx'
import { EditTrouble, useTroubles } from './editable-field.tsx'
import { Ledger } from './ledger/ledger.tsx'
import { Visibility } from './product-columns.tsx'
import styles from './product-page.module.css'
import { EditProductSheet } from './product-sheets.tsx'
import { StockMark } from './stock-mark.tsx'
import { StockSheet } from './stock-sheet.tsx'
import { UndoDelete, useDelete } from './undo-delete.tsx'

const said = sellerTexts.product

/** One product with its stock and ledger. */
export function ProductDetails() {
  const id = Number(useParams({ from: '/sell/products/$id' }).id)
  const product = useProduct(id)
  const last = useRef(product)
  if (product) last.current = product
  usePageTitle((product ?? last.current)?.name ?? sellerTexts.products)
  return (
    <>
      <Link to="/sell/products" className={styles.back}>
        <Icon name="chevron-left" size={16} /> {said.toProducts}
      </Link>
      {product ? (
        <Present product={product} />
      ) : (
        <Gone last={last.current?.id === id ? last.current : undefined} />
      )}
    </>
  )
}

function Gone({ last }: { last: Product | undefined }) {
  if (!last) {
    return <EmptyState icon="box" title={said.gone} help={said.goneHelp} />
  }
  return (
    <EmptyState
      icon="trash"
      title={sellerTexts.deletion.title(last.name)}
      help={sellerTexts.table.stayed(last.stock)}
    >
      <UndoDelete deletion={last} />
    </EmptyState>
  )
}

function Present({ product }: { product: Product }) {
  const [sheet, setSheet] = useState<'stock' | 'edit' | null>(null)
  const troubles = useTroubles(product.id)
  const close = () => setSheet(null)
  return (
    <>
      <h1>{product.name}</h1>
      {product.image && (
        <Box w="12rem" bdrs="lg" style={{ overflow: 'hidden' }}>
          <Cover product={product} eager />
        </Box>
      )}
      <Group className={styles.stock ?? ''} gap="var(--space-8) var(--space-16)" mt="xs" mb="md" c="dimmed">
        <strong>
          <Figure value={product.stock}>{grouped(product.stock)}</Figure>
        </strong>
        <span>{sellerTexts.stock.inStock}</span>
        <StockMark product={product} />
        <IfMay right="products" shopId={product.shopId}>
          <Button onClick={() => setSheet('stock')} leftSection={<Icon name="box" size={16} />}>
            {sellerTexts.stock.change}
          </Button>
        </IfMay>
      </Group>
      <Facts product={product} />
      {troubles.map((field) => (
        <EditTrouble key={field} product={product} field={field} />
      ))}
      <Actions product={product} onEdit={() => setSheet('edit')} />
      <Ledger product={product} />
      <StockSheet productId={sheet === 'stock' ? product.id : null} onClose={close} />
      <EditProductSheet product={product} opened={sheet === 'edit'} onClose={close} />
      <CategoryList shopIds={[product.shopId]} />
    </>
  )
}

function Facts({ product }: { product: Product }) {
  const money = useMoney()
  return (
    <Box maw="42rem">
      <p>
        {money(product.price)} · {product.category ?? said.noCategory} ·{' '}
        {product.limitPerBuyer === null ? said.noLimit : said.limitSaid(product.limitPerBuyer)}
        {product.sku && ` · ${said.labels.sku} ${product.sku}`}
      </p>
      <p className={styles.description}>{product.description || said.noDescription}</p>
    </Box>
  )
}

function Actions({ product, onEdit }: { product: Product; onEdit: () => void }) {
  const { mutation, remove } = useDelete()
  const mayEdit = useMay()('products', product.shopId)
  return (
    <Group gap="var(--space-8) var(--space-16)" mt="md" mb="lg" fz="sm" lh="sm">
      {mayEdit && (
        <Button size="sm" variant="outline" leftSection={<Icon name="edit" size={16} />} onClick={onEdit}>
          {sellerTexts.edit}
        </Button>
      )}
      <Visibility product={product} />
      {mayEdit && (
        <Button
          size="sm"
          variant="subtle"
          color="ink"
          leftSection={<Icon name="trash" size={16} />}
          loading={isUnderWay(mutation)}
          onClick={() => void remove(product)}
        >
          {sellerTexts.deletion.button}
        </Button>
      )}
      {product.status === 'listed' && <a href={`/product/${product.id}`}>{said.buyersPage}</a>}
      <MutationStatus mutation={mutation} />
    </Group>
  )
}
