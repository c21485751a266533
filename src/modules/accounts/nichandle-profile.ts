/** The rest of the reference's `nichandle.Nichandle`: kept and given back, no rule of ours depends on it. */
export interface NichandleProfile {
  readonly address?: string | null;
  readonly area?: string | null;
  readonly birthCity?: string | null;
  readonly birthDay?: string | null;
  readonly city?: string | null;
  readonly companyNationalIdentificationNumber?: string | null;
  readonly complementaryAddress?: string | null;
  readonly corporationType?: string | null;
  readonly fax?: string | null;
  readonly italianSDI?: string | null;
  readonly legalform?: string | null;
  readonly nationalIdentificationNumber?: string | null;
  readonly phone?: string | null;
  readonly phoneCountry?: string | null;
  readonly phoneType?: string | null;
  readonly purposeOfPurchase?: string | null;
  readonly sex?: string | null;
  readonly spareEmail?: string | null;
  readonly vat?: string | null;
  readonly zip?: string | null;
}
