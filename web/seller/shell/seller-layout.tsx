import { Outlet } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { AppFrame } from '../../shell/app-frame.tsx'
import { clientOfPage } from '../../shell/end-of-visit.ts'
import type { SellerClient } from '../../store/client.ts'
import { useConnection, useFreshness } from '../../store/hooks.ts'
import { newId } from '../../store/new-id.ts'
import { createSellerClient } from '../../store/seller-client.ts'
import { browserStorage } from '../../store/storage.ts'
import { Page } from '../../ui/page.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { texts } from '../../ui/texts.ts'
import { HandOvers } from '../orders/counter/hand-overs.ts'
import { useUnsentHandOvers } from '../orders/counter/use-hand-overs.ts'
import { SeenOrders } from '../orders/seen-orders.ts'
import { Palette } from '../palette/palette.tsx'
import { Deletions } from '../products/deletions.ts'
import { Edits } from '../products/edits.ts'
import { SellerHeader } from './seller-header.tsx'
import { type SellerTools, SellerToolsContext } from './seller-tools.ts'
import { SignInPage } from './sign-in-page.tsx'
import { useEntry } from './use-entry.ts'

/** Around all seller pages: signing in, then one client for all of them. */
export function SellerLayout() {
  const [client] = useState(() => createSellerClient(clientOfPage()))
  const { entry, enter } = useEntry()
  const enterByForm = async (token: string) => {
    // The open connection still has the former session.
    if (await enter(token)) client.reconnect()
  }
  if (entry.kind === 'entering' && entry.by === 'link') {
    return (
      <Page>
        <p role="status">{sellerTexts.entry.entering}</p>
      </Page>
    )
  }
  return (
    <AppFrame
      client={client}
      home="/sell"
      offlineHelp={texts.shell.offlineHelpSeller}
      blockedHelp={texts.shell.blockedHelpSeller}
    >
      <Entrance outside={entry.kind !== 'in'} page={<SignInPage entry={entry} enter={enterByForm} />}>
        <SellerRoom client={client} />
      </Entrance>
    </AppFrame>
  )
}

/** Shows `page` instead of the children while `outside`. */
function Entrance({ outside, page, children }: { outside: boolean; page: ReactNode; children: ReactNode }) {
  const connection = useConnection()
  const refused = connection.kind === 'refused' && connection.code !== 'unsupported_protocol'
  return refused || outside ? page : children
}

function UnsentHandOvers() {
  useUnsentHandOvers()
  return null
}

function SellerRoom({ client }: { client: SellerClient }) {
  const [tools] = useState<SellerTools>(() => ({
    edits: new Edits(client),
    deletions: new Deletions(() => client.store.info()?.epoch ?? null),
    seen: new SeenOrders(client),
    handOvers: new HandOvers({
      send: ({ id, orderId, shopId }) => client.commands.send('order:fulfil', { orderId, shopId }, { id }),
      epoch: () => client.store.info()?.epoch ?? null,
      storage: browserStorage(),
      newId,
      now: Date.now,
      schedule: (task, ms) => void setTimeout(task, ms),
    }),
  }))
  useEffect(() => client.topics.on('orders', tools.seen.begin), [client, tools])
  const known = useFreshness() !== 'none'
  return (
    <SellerToolsContext value={tools}>
      <UnsentHandOvers />
      <Page header={<SellerHeader />}>
        {known ? <Outlet /> : <RowSkeletons count={8} />}
        {known && <Palette />}
      </Page>
    </SellerToolsContext>
  )
}
