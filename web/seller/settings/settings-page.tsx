import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { AccountSections } from '../../account/account-sections.tsx'
import { useOpenedSession, useSellerClient } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { SettingsForm } from './settings-form.tsx'
import styles from './settings-page.module.css'

/** A shop's settings: name, pickup details, low-stock threshold. */
export function Settings() {
  usePageTitle(sellerTexts.settings)
  const { all, one } = useShopChoice()
  const [picked, setPicked] = useState<number | null>(null)
  const session = useOpenedSession()?.session
  const client = useSellerClient()
  const shop = one ?? all.find(({ id }) => id === picked) ?? all[0]
  return (
    <div className={styles.page}>
      <h1>{sellerTexts.settings}</h1>
      {!one && all.length > 1 && (
        <NativeSelect
          label={sellerTexts.settingsPage.choose}
          value={shop?.id}
          onChange={(event) => setPicked(Number(event.currentTarget.value))}
          data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      )}
      {shop && <SettingsForm key={shop.id} shop={shop} />}
      {session && <AccountSections session={session} onRenewed={client.reconnect} />}
    </div>
  )
}
