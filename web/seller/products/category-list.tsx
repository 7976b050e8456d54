import { useProductIds, useSellerClient } from '../../store/hooks.ts'
import { categoriesOf } from './product-list.ts'

/** Suggestions for category inputs: the categories in use. */
export const CategoryList = ({ shopIds }: { shopIds: readonly number[] }) => (
  <datalist id="categories">
    {useCategories(shopIds).map((category) => (
      <option key={category} value={category} />
    ))}
  </datalist>
)

export function useCategories(shopIds: readonly number[]): string[] {
  const { store } = useSellerClient()
  useProductIds()
  return categoriesOf(store.view()?.products.values() ?? [], shopIds)
}
