import { useState } from 'react'
import { useSellerClient } from '../../../store/hooks.ts'
import { browserStorage } from '../../../store/storage.ts'
import { PendingImports } from './pending-imports.ts'

// One for the page: where the browser denies storage, it is all that there is.
const storage = browserStorage()

/** The imports of whoever sells here, in this market: a seller is known by the shop, the operator by the role. */
export function usePendingImports(): PendingImports {
  const { store } = useSellerClient()
  const [pendings] = useState(() => {
    const isOperator = store.opened()?.session.role === 'operator'
    const owner = isOperator ? 'operator' : `shop ${[...(store.view()?.shops.keys() ?? [])].join()}`
    return new PendingImports(storage, { epoch: store.info()?.epoch ?? '', owner })
  })
  return pendings
}
