import { Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { ask, expectBuyer } from '../http/ask.ts'
import { NoticeBar } from '../shell/notice-bar.tsx'
import { reloadForAnother } from '../shell/notices.ts'
import { offeredBy } from '../texts/choose.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { LanguageSelect } from '../ui/language-select.tsx'
import { Page } from '../ui/page.tsx'
import { RowSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import { AccountSections } from './account-sections.tsx'
import { OwnData } from './own-data.tsx'
import { OwnName } from './own-name.tsx'

const said = accountTexts.own

/** The name and role of the session, and links to sign in or out. */
export function OwnAccount() {
  const [session, setSession] = useState<Session | null>(null)
  useTitle(accountTexts.title)
  useEffect(() => {
    void ask<{ session: Session }>('POST', '/api/session').then((answer) => {
      if (answer.kind !== 'ok') return
      setSession(answer.reply.session)
      expectBuyer(answer.reply.session, reloadForAnother)
    })
  }, [])
  return (
    <Page>
      <NoticeBar />
      <h1>{accountTexts.title}</h1>
      {session ? <Who session={session} onRenamed={setSession} /> : <RowSkeletons count={3} />}
    </Page>
  )
}

function Who({ session, onRenamed }: { session: Session; onRenamed: (session: Session) => void }) {
  const isGuest = session.role === 'guest'
  const sells = session.role === 'seller' || session.role === 'operator'
  return (
    <>
      <p>{isGuest ? said.guest : said.signedInAs(session.name)}</p>
      {isGuest && <Text c="dimmed">{said.guestHelp}</Text>}
      <Stack component="nav" gap="xs" my="md" aria-label={accountTexts.title}>
        {isGuest && <a href="/sign-up">{accountTexts.signUp.title}</a>}
        {isGuest && <a href="/sign-in">{accountTexts.signIn.title}</a>}
        {sells && <a href="/sell">{said.toShop}</a>}
        <a href="/orders">{said.toOrders}</a>
        <a href="/">{texts.shell.toMarket}</a>
      </Stack>
      <LanguageSelect offered={offeredBy('account')} />
      <OwnName session={session} onChanged={onRenamed} />
      {!isGuest && <AccountSections session={session} />}
      {session.role !== 'operator' && <OwnData session={session} />}
    </>
  )
}
