import { useEffect, useState } from 'react'
import { orderStates, orderStatuses } from '../../shared/catalog/order-states.ts'
import { ClientProvider } from '../shell/client-provider.tsx'
import { useFreshness, useOrders, useSellerClient } from '../store/hooks.ts'
import { createSellerClient } from '../store/seller-client.ts'
import { textsOfState } from '../ui/order-states.ts'
import styles from './ready-codes.module.css'

const codesMax = 12
const statuses = orderStatuses.filter((status) => orderStates[status].onBoard)

/** The pickup codes that a shop calls out. The server sends them to its seller alone. */
export function ReadyCodes({ shopId }: { shopId: number }) {
  const [client] = useState(() => createSellerClient())
  return (
    <ClientProvider client={client}>
      {statuses.map((status) => (
        <Codes key={status} shopId={shopId} status={status} />
      ))}
    </ClientProvider>
  )
}

function Codes({ shopId, status }: { shopId: number; status: (typeof statuses)[number] }) {
  const client = useSellerClient()
  const isLive = useFreshness() === 'live'
  useEffect(() => {
    if (!isLive) return
    void client.request('order:list', { status, shopId }).then((outcome) => {
      if (outcome.kind === 'ok') client.orders.add(outcome.reply.orders)
    })
  }, [client, isLive, shopId, status])
  const called = useOrders()
    .filter((order) => order.shopId === shopId && order.status === status)
    .sort((one, other) => other.changedSeq - one.changedSeq)
    .slice(0, codesMax)
  if (called.length === 0) return null
  return (
    <section className={styles.ready} aria-label={textsOfState(status).buyer.label}>
      <h2>{textsOfState(status).buyer.label}</h2>
      <ul className={styles.codes}>
        {called.map(({ id, pickupCode }) => (
          <li key={id}>{pickupCode}</li>
        ))}
      </ul>
    </section>
  )
}
