import { toMajor } from '../../shared/money.ts'
import type { ProductState, ShopState } from '../market/state.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** What search engines read about a page's subject, in the terms of schema.org. */
export type StructuredData = Readonly<Record<string, unknown>>

type Currency = Pick<DurableMarket['counters'], 'currency' | 'currencyDigits'>

/** A product and its offer, with its price and whether it can be had. */
export function productData(
  product: ProductState,
  shop: ShopState | undefined,
  { currency, currencyDigits }: Currency,
  origin: string,
): StructuredData {
  const { id, name, description, image, category, sku, price } = product
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name,
    ...(description && { description }),
    ...(image && { image: `${origin}/images/${image}` }),
    ...(category && { category }),
    ...(sku && { sku }),
    offers: {
      '@type': 'Offer',
      url: `${origin}/product/${id}`,
      price: toMajor(price, currencyDigits),
      priceCurrency: currency,
      availability: `https://schema.org/${availabilityOf(product, shop)}`,
      ...(shop && {
        seller: { '@type': 'Organization', name: shop.name, url: `${origin}/shop/${shop.slug}` },
      }),
    },
  }
}

export const shopData = ({ name, description, slug }: ShopState, origin: string): StructuredData => ({
  '@context': 'https://schema.org',
  '@type': 'Store',
  name,
  ...(description && { description }),
  url: `${origin}/shop/${slug}`,
})

/** The market, and how its search is asked. */
export const marketData = (name: string, origin: string): StructuredData => ({
  '@context': 'https://schema.org',
  '@type': 'WebSite',
  name,
  url: `${origin}/`,
  potentialAction: {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${origin}/?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  },
})

/** As a buyer would see it: nothing can be had of a shop that is closed. */
function availabilityOf({ stock }: ProductState, shop: ShopState | undefined): string {
  if (stock === 0) return 'OutOfStock'
  return shop?.closed || shop?.suspended ? 'OutOfStock' : 'InStock'
}
