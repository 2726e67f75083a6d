"""What every feature may use; knows neither Flask nor any feature."""
