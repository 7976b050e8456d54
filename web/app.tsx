import { createRouter, RouterProvider } from '@tanstack/react-router'
import { routeTree } from './shell/routes.tsx'
import { parseSearch, stringifySearch } from './shell/search.ts'
import { mayScroll } from './shell/take-over.ts'
import { CardSkeletons } from './ui/skeletons.tsx'

const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  scrollRestoration: mayScroll,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <CardSkeletons count={8} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** The pages with people before them: the storefront and the seller's. */
export const App = () => <RouterProvider router={router} />
