import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { Folder } from '../../../corpus/folder';

/**
 * Ten soft links, an array, ten attributes that are texts of variable length and numbers, and one of 10,000 bytes: by
 * h5py 3.16 with HDF5 2.0 and `libver='latest'`, deflated.
 */
const written = {
  'by name':
    'eNrtXF1IVEEUPrO7t5Z1y3V1swxro8AtKV3/VulPbFv3wVRa+6MHsZSQxEA22yAqiKzegoqKoj8qqdbYKFIo0KeeKir6AeslhIwgQoMtpbSZuXN373VvsEQR1vkevjnnzDl37sycWfAw1yN+r2+aJctiNJtBwbhAxC/r+cKetTBrcY3fu9YAYYOdGQZFx24itxYDUMlhBxPAnhmybXqmcGqHv4Ta2mqXb62/FqZSxQA2SJhoQLz/edFSL20rkJLkiCZVpPxIJ20jPsVWb/e0VNT5vSAxP/bURtcQUcZQRjl2addjX4B6gfJ+BLRtfLxaCNExlJ5ch9gw0Lb9/uP3K+qqfCBVP31dA7vY9sCDtAUn4RgXL9ywXYLNXEx5Er0G87nY9OTQTVjDxbp1D7thJRcbPmW/g4Ny2NvZH8DBxeH9pZ/BzcXr78NfoJmLnQfDo3CRilY4evfOS0D8PfADTICQDJqkhJCJqW7MAJLmnMtymOdtphky91FJomfbaDHTc28k3+VOiP1kRCbfOqSvmNsD0MeSua9yVU0VPzk27fmaItpgUyjo9MTXSGMvpCuiZy8DsYYT7PR0SHr24vi7hVIxTxEIBAKBQCAQCAQCgfjd4LU4wv68nwmsFhcpV+oASiXgXnhOuy8QWB0rEZIAgS4mvNtDenhPkSh0kihhhVCKq132ebi4PwcvyrIaEi/KKkstieJlVBiUdY1VU0zap1hEuyhH2TR9mFSRso+LFWUrFFtH34ZUnghmlghpPBE6xNjxouzthWdz5aJsNKmirCvWs1rMazZo28686b28KGuGAeaZw+rSAANbHVbYpzLcSj+XDVeZYblsGJYeLANeZReGvOdL6+GRyrDpVc8R2Kh6xpXu0Cmb8qLMEBjrPQ1HVSGB8o+XwaIKeSPt7YSAyuPAqZoIuFUe/Y0jY2cryz2Y0L8MI0h0+2l6tuxo3QbpdHFtOXK5kRmcSEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEiTnPhNSdIxS//O55kTz17gbcJ/+s6w31sR+98SHEsOnzhuBCtksPuTDcFgW/OWncEmpwdmEcI/6LbFEoTf7OVfXUtSPHF0gguTCjboB5clFWzUD3YnFWwSwVZtcCnYzMpX6jbefh3XcStIcBvTcytJcBvVcytKcPs2rjOx4qQmJulPLD9hDMR/fP4HVYb1I6ltxEymtDS3bnd6DJAXimmFGq1Mo7k1WqlGK9BoJRqtSKMVa7R8rgEJDRlxo/4QfgAtdzyE',
  'in the order in which they were made':
    'eNrtXF1sFFUUPndmdjvdbtOp3aUU2roQEyrW0F/aIgLWst3ESkm3RnxBCq0NsdZolmQfCCUhoIAPfbNoAtUIRCGlvgiJJpLw86LGakg0QCDQRIyRgJAUoab1/s72didkEwik9HwP3733m3Pm554zM9mTO7s71hTNDcwLmLYNCpMS5a+KcYXU92zvjrXGmtqMXIcYC7lk5shtLUS0l2RrGaINGMCVcDFYwv7XuWJLZ5Hcq2zhBMxgrH8vvCDaFlsLWXRggANpszkux4vlzMD0ViInwyNaUzzFpEdoW/6K0j65vHxLY3usCXzMju21s2yroY6hjnL1u9LnuZWfWeUJK2u61ei1quFonFrBuHbEVJs6q7WQpGeitnxTKPR5oLc7Y+EDje0tUfCt+eVCKxyj0hw4m//Mx3CBdwePOJ/DDt7NGRn7Ep7j3a6RD4bgHd5tf+3H4/A673bcKPkDzgi3K/P/gjDv3tpefxte4t2v/jx6B/bx7uGdR+/BP7Qbgr3LfvgMEI8PPP5+dyjC5iaUiLib4iKSphqKyFtqKHLCp4Yicdxdi9BnqaFINvd5JzInWw1F/gXUUORK8KZzFwP2kMHfJQQICdFHGSFk+gPRDAHJjzwtoxyBQhsK+2jPR98pZsB+ilqQD2VU3WgOz7x5yDN2nQM4uZJ2Tza/3CpepY7+fFW5nOhKJiJ1qTnS9GpwbxBNbwD3TtH0SnBvGU2vTZ1bMg/zFIFAIBAIBAKBQCAQiIcNXosl7Oc9K5N3lpWvVnUAVQnouz3WEY3HV7uFZDJOf8azraW9gw7fMixL6mSMsAI8xbMbFr41S2aQV+FZOYhX4dWs9cs69JgU1BS5hRFL34uq/y1epObfG9YUT2FTxqrwzUr7vaQtxGNqs5jm85gasgieqq8vGDywnltlM6tcYVU83erS6ZoeUYVXV3H/KnyZu2VEXv180Nufi+qLeRXWhlFmSS+W1UFHN4WD0CcFVmD7umB/CRxiwoui1HbLd3Y5zAEhMCw598Kb8JMUWBHqjd9O7IZ1ch+sunTweHLAIVOmNz7x/T7oly4sS+Orrn8BAenCZvWib9thiEsLpu8YaB2GSmnBSlfnO+9OlJy6sQIfHA/wxKHxz9aCqc25FiItxFqstLBogdcyScsiLem03Bgo2PU3huaRwKQRs1kIe97t7YYCGgVnkQg2EyJISEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISDOc+EpJYpR6rwwe+ih4EFcTPtEry2NNje7f13B077l8x4QghNj6yY5E4v3NG7ckuiJ1UEQI/4LfcROEr//m62H7s1KJ4+FcnZGz4e3ckJGz6e1cmZGzJZ2DunM9OLb6WwKHt/9OephVpZlNeJktTTO752VWk2b236THhdVmdGE+7wurSDsGYhbf/y1TvrU4/+m3e0nQFfw9m3vfjtQZsCRJVaKp1VI1NLVBqqamVkrV0tR6qfo0tUqqfk1dKtUsTa2Rqq2ptVLN1tQKrlrqMxiS3Oqf9fH/H3iNSYI=',
};
/** In which links and attributes were made. */
const made = [7, 3, 9, 1, 8, 2, 6, 4, 5, 0];

describe('HDF5 as h5py writes it, in heaps', () => {
  const folder = new Folder();

  for (const [way, base64] of Object.entries(written)) {
    it(`has links and attributes ${way}`, async () => {
      const file = await folder.openBytes('h5py.h5', inflateSync(Buffer.from(base64, 'base64')));
      const order = way === 'by name' ? made.toSorted() : made;
      const long = ['long', 'long '.repeat(2000).trimEnd()];
      const numbered = order.map((i) => [`attribute ${i}`, i % 2 === 1 ? `text ${i}` : String(0 - i)]);
      assert.deepEqual(file.metadata, [...numbered, long]);
      const [x] = file.tensors;
      assert.ok(x);
      // Soft links lead to it, too, and make no tensors of their own.
      assert.deepEqual([x.name, ...(await file.read(x, 0, 2))], ['x', 1.5, -2]);
      assert.deepEqual(file.warnings, []);
    });
  }
});
