import { NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import { sellerTexts } from '../../ui/seller-texts.ts'

export interface TimeZoneFieldProps {
  value: string
  onChange: (timeZone: string) => void
}

/** A choice of the time zones that this browser knows; older ones know no list, and offer what is set and theirs. */
export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const zones = useMemo(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    const known = 'supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : []
    return [...new Set([value, own, 'UTC', ...known])].sort()
  }, [value])
  return (
    <NativeSelect
      label={sellerTexts.settingsPage.timeZone}
      description={sellerTexts.settingsPage.timeZoneHelp}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={zones}
    />
  )
}
