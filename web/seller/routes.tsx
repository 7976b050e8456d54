import { Look } from './look/look-page.tsx'
import { SellerOrders } from './orders/orders-page.tsx'
import { Overview } from './overview/overview-page.tsx'
import { ProductDetails } from './products/product-page.tsx'
import { Products } from './products/products-page.tsx'
import { Settings } from './settings/settings-page.tsx'
import { SellerLayout as Layout } from './shell/seller-layout.tsx'
import { Shops } from './shops/shops-page.tsx'
import { Sign } from './sign/sign-page.tsx'
import { Staff } from './staff/staff-page.tsx'

/** The seller's pages, which load together. Components of their own, so that the router's types are not circular. */
export const SellerLayout = () => <Layout />
export const OverviewPage = () => <Overview />
export const ProductsPage = () => <Products />
export const ProductPage = () => <ProductDetails />
export const OrdersPage = () => <SellerOrders />
export const ShopsPage = () => <Shops />
export const StaffPage = () => <Staff />
export const SettingsPage = () => <Settings />
export const LookPage = () => <Look />
export const SignPage = () => <Sign />
