import { useEffect } from 'react'
import type { Shop } from '../../shared/protocol/shapes.ts'
import { pageMeta } from '../shell/page-meta.ts'
import { useReloadWhenOutdated } from '../shell/use-reload-when-outdated.ts'
import { useFreshness, useMarketInfo, useShops } from '../store/hooks.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import styles from './board.module.css'
import { BoardFoot } from './board-foot.tsx'
import { BoardHead } from './board-head.tsx'
import type { BoardSearch } from './search.ts'
import { StockPages } from './stock-pages.tsx'
import { useBoardProducts, useBoardShop } from './use-board-products.ts'
import { useFit } from './use-fit.ts'
import { useRotation } from './use-rotation.ts'
import { useWakeLock } from './use-wake-lock.ts'

const rotateSecondsDefault = 20

/** The stock in pages that fit the screen and turn by themselves, between head and foot. It never scrolls. */
export function Board({ search }: { search: BoardSearch }) {
  useReloadWhenOutdated()
  useWakeLock()
  useBoardStyles()
  const market = useMarketInfo()?.name ?? pageMeta.name
  const shop = useBoardShop(search.shop)
  const ids = useBoardProducts(shop)
  const { place, ...fit } = useFit(ids.length)
  const { rows, columns } = fit
  const shops = useShops()
  const pages = Math.max(1, Math.ceil(ids.length / (rows * columns)))
  const rotation = useRotation(pages, search.rotate ?? rotateSecondsDefault)
  const first = rotation.page * rows * columns
  return (
    <div className={styles.board}>
      <BoardHead title={<Title shop={shop} market={market} />} rotation={rotation} pages={pages} />
      <main ref={place} className={styles.main}>
        {ids.length > 0 && (
          <StockPages
            ids={ids.slice(first, first + rows * columns)}
            fit={fit}
            withShops={!shop && shops.size > 1}
            label={boardTexts.list(rotation.page + 1, pages)}
          />
        )}
        {ids.length === 0 && <Nothing wanted={shop === undefined ? search.shop : undefined} />}
      </main>
      <BoardFoot shop={shop} />
    </div>
  )
}

const Title = ({ shop, market }: { shop: Shop | null | undefined; market: string }) => (
  <>
    {shop && (
      <>
        <bdi>{shop.name}</bdi> ·{' '}
      </>
    )}
    <bdi>{market}</bdi>
  </>
)

function Nothing({ wanted }: { wanted: string | undefined }) {
  if (useFreshness() === 'none') return null
  return wanted === undefined ? (
    <EmptyState icon="box" title={boardTexts.nothing} help={boardTexts.nothingHelp} />
  ) : (
    <EmptyState icon="search" title={boardTexts.noShop(wanted)} help={boardTexts.noShopHelp} />
  )
}

/** Lets the styles fit the whole page to the screen, the demo's banner included. */
function useBoardStyles(): void {
  useEffect(() => {
    document.documentElement.dataset.app = 'board'
    return () => void delete document.documentElement.dataset.app
  }, [])
}
