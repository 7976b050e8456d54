import { SellerOrders } from './orders-page.tsx'
import { Overview } from './overview-page.tsx'
import { ProductDetails } from './product-page.tsx'
import { Products } from './products-page.tsx'
import { SellerLayout as Layout } from './seller-layout.tsx'
import { Settings } from './settings-page.tsx'
import { Shops } from './shops/shops-page.tsx'

/** The pages as the router names them; each stands in a file of its own. */
export const SellerLayout = () => <Layout />
export const OverviewPage = () => <Overview />
export const ProductsPage = () => <Products />
export const ProductPage = () => <ProductDetails />
export const OrdersPage = () => <SellerOrders />
export const ShopsPage = () => <Shops />
export const SettingsPage = () => <Settings />
