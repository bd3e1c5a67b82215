using './main.bicep'

// Required: an address at which publishers reach the people who run this relay.
param contact = readEnvironmentVariable('ALERTRELAY_CONTACT', 'https://example.org/relay')

// Everything else has a default; these are the ones most often changed.
param name = readEnvironmentVariable('ALERTRELAY_NAME', 'alertrelay')
param functionAppName = readEnvironmentVariable('ALERTRELAY_APP_NAME', '')
param baseUrl = readEnvironmentVariable('ALERTRELAY_BASE_URL', '')
param alertEmail = readEnvironmentVariable('ALERTRELAY_ALERT_EMAIL', '')
param operatorPrincipalId = readEnvironmentVariable('ALERTRELAY_OPERATOR_ID', '')
param operatorPrincipalType = readEnvironmentVariable('ALERTRELAY_OPERATOR_TYPE', 'User')

param channels = {
  'us-cisa-kev': true
  'uk-fcdo-travel': true
}
